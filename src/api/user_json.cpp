#include "api/user_json.h"

#include <cstddef>
#include <optional>
#include <utility>

#include "api/body_reader.h"
#include "json/write.h"

namespace cq::api {
namespace {

constexpr std::size_t kNameMaxLength = 64;  // code points, as the next
constexpr std::size_t kTtlMaxLength = 16;
constexpr std::size_t kLabelsMaxItems = 16;

// Writes one object; not synchronised.
class ObjectWriter {
 public:
  explicit ObjectWriter(std::string& out) : out_(out) { out_ += '{'; }

  void Text(std::string_view name, std::string_view value) {
    Name(name);
    json::AppendString(out_, value);
  }

  void TextOrNull(std::string_view name, const std::optional<std::string>& value) {
    if (value) return Text(name, *value);
    Name(name);
    out_ += "null";
  }

  void Flag(std::string_view name, bool value) {
    Name(name);
    out_ += value ? "true" : "false";
  }

  void Texts(std::string_view name, const std::vector<std::string>& values) {
    Name(name);
    out_ += '[';
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) out_ += ',';
      json::AppendString(out_, values[i]);
    }
    out_ += ']';
  }

  void End() { out_ += '}'; }

 private:
  void Name(std::string_view name) {
    if (!is_first_) out_ += ',';
    is_first_ = false;
    json::AppendString(out_, name);
    out_ += ':';
  }

  std::string& out_;
  bool is_first_ = true;
};

// The members that every answer about a key begins with.
void AppendView(ObjectWriter& object, const auth::ApiKeyView& view) {
  const auth::ApiKey& key = view.key;
  object.Text("id", key.id);
  object.Text("name", key.name);
  object.Texts("labels", key.labels);
  object.Text("prefix", key.key_prefix);
  object.Text("ttl", key.ttl);
  object.Text("expires_at", key.expires_at);
  object.Text("created_at", key.created_at);
  object.TextOrNull("last_used_at", key.last_used_at);
  object.TextOrNull("revoked_at", key.revoked_at);
  object.Flag("is_expired", view.is_expired);
  object.Flag("is_active", view.is_active);
}

}  // namespace

tl::expected<auth::ApiKeyRequest, http::Response> ReadApiKeyRequest(const http::Request& request) {
  const tl::expected<json::Value, http::Response> body = ReadJsonObject(request);
  if (!body) return tl::unexpected(body.error());
  ValidationErrors errors;
  ObjectReader reader(*body, {"body"}, errors);
  std::optional<std::string> name =
      reader.Text({.name = "name", .min_length = 1, .max_length = kNameMaxLength});
  std::optional<std::string> ttl =
      reader.Text({.name = "ttl", .min_length = 1, .max_length = kTtlMaxLength});
  std::optional<std::vector<std::string>> labels = reader.TextList(
      {.name = "labels", .presence = Presence::kOptional, .max_items = kLabelsMaxItems});
  if (!name || !ttl || !errors.empty()) return tl::unexpected(errors.ToResponse());
  return auth::ApiKeyRequest{.name = *std::move(name),
                             .ttl = *std::move(ttl),
                             .labels = std::move(labels).value_or(std::vector<std::string>{})};
}

std::string WriteUser(const auth::User& user) {
  std::string out;
  ObjectWriter object(out);
  object.Text("username", user.username);
  object.Text("created_at", user.created_at);
  object.End();
  return out;
}

// "key_prefix" and "api_key" repeat "prefix" and "token" under the names that the Go client reads.
std::string WriteApiKeyList(const std::vector<auth::ApiKeyView>& views) {
  std::string out = R"({"data":[)";
  for (std::size_t i = 0; i < views.size(); ++i) {
    if (i > 0) out += ',';
    ObjectWriter object(out);
    AppendView(object, views[i]);
    object.Text("key_prefix", views[i].key.key_prefix);
    object.End();
  }
  out += "]}";
  return out;
}

std::string WriteCreatedApiKey(const auth::CreatedApiKey& created) {
  std::string out;
  ObjectWriter object(out);
  AppendView(object, created.view);
  object.Text("token", created.token);
  object.Text("api_key", created.token);
  object.Text("key_prefix", created.view.key.key_prefix);
  object.End();
  return out;
}

std::string WriteMessage(std::string_view message) {
  std::string out;
  ObjectWriter object(out);
  object.Text("message", message);
  object.End();
  return out;
}

}  // namespace cq::api
