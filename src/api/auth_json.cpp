#include "api/auth_json.h"

#include <optional>
#include <utility>

#include "api/body_reader.h"
#include "json/write.h"

namespace cq::api {

tl::expected<LoginBody, http::Response> ReadLoginBody(const http::Request& request) {
  const tl::expected<json::Value, http::Response> body = ReadJsonObject(request);
  if (!body) return tl::unexpected(body.error());
  ValidationErrors errors;
  ObjectReader reader(*body, {"body"}, errors);
  std::optional<std::string> username = reader.Text({.name = "username"});
  std::optional<std::string> password = reader.Text({.name = "password"});
  if (!username || !password) return tl::unexpected(errors.ToResponse());
  return LoginBody{.username = *std::move(username), .password = *std::move(password)};
}

std::string WriteLoginAnswer(std::string_view token, std::string_view username) {
  std::string out = R"({"token":)";
  json::AppendString(out, token);
  out += R"(,"username":)";
  json::AppendString(out, username);
  out += '}';
  return out;
}

}  // namespace cq::api
