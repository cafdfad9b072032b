#include "config/database_url.h"

namespace cq::config {
namespace {

tl::unexpected<std::string> Refuse(std::string_view reason = {}) {
  return tl::unexpected(std::string("a URL such as sqlite:////data/cq.db (absolute) or ") +
                        "sqlite:///cq.db (relative)" + std::string(reason));
}

}  // namespace

Parsed<std::string> DatabasePathFromUrl(std::string_view url) {
  const std::size_t scheme_end = url.find("://");
  if (scheme_end == std::string_view::npos) return Refuse();
  const std::string_view scheme = url.substr(0, scheme_end);
  if (scheme.starts_with("postgres")) return Refuse("; PostgreSQL is not supported yet");
  if (scheme != "sqlite" && scheme != "sqlite+pysqlite") {
    return Refuse("; no other database is supported");
  }

  std::string_view rest = url.substr(scheme_end + 3);
  const std::size_t question = rest.find('?');
  const bool is_file_uri = question != std::string_view::npos &&
                           rest.substr(question).find("uri=true") != std::string_view::npos;
  if (is_file_uri) return Refuse("; file: URIs are not supported");
  rest = rest.substr(0, question);

  if (rest.empty() || rest == "/" || rest == "/:memory:") {
    return Refuse("; a database in memory would be lost at the end");
  }
  if (!rest.starts_with('/')) return Refuse("; SQLite has no host, so three slashes come first");
  return std::string(rest.substr(1));
}

}  // namespace cq::config
