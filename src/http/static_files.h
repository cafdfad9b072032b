// The files of a web application, answered from memory: negotiation, caching, page fallback.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "http/content_coding.h"
#include "http/request.h"
#include "http/response.h"

namespace cq::http {

struct StaticFile {
  std::string path;        // "/assets/index-B7x.js", as the path of a decoded request
  std::string_view bytes;  // must outlive whatever serves the file
  std::string digest;      // of the bytes; becomes their entity tag
};

struct StaticFilesOptions {
  std::string page;              // path of the file that answers for the application's own paths
  std::string immutable_folder;  // "/assets/": a name below it never gets other contents
  std::vector<std::string> reserved;  // paths that are never answered, with all below, in any case
  std::vector<std::pair<std::string, std::string>> page_headers;  // of every HTML answer
};

// Immutable, hence thread-safe. Does no I/O: paths are looked up among the files it was given, so
// that nothing else can be reached by whatever spelling.
class StaticFiles {
 public:
  // "x.gz" and "x.br" are codings of a file "x". Throws std::invalid_argument without the page.
  StaticFiles(const std::vector<StaticFile>& files, StaticFilesOptions options);

  // For GET and HEAD. A path without a file is answered with the page when a browser could have
  // navigated to it: it names no file (no dot in its last segment) and the client asks for HTML.
  // nullopt: not found here.
  std::optional<Response> Answer(const Request& request) const;

 private:
  struct Variant {
    ContentCoding coding;
    std::string_view bytes;
    std::string entity_tag;
  };

  struct Entity {
    std::string content_type;
    std::vector<Variant> variants;  // in the order of kContentCodings
    std::vector<std::pair<std::string, std::string>> headers;
  };

  Entity MakeEntity(const std::string& path) const;
  bool IsReserved(std::string_view path) const;
  const Entity* Find(const Request& request) const;

  StaticFilesOptions options_;
  std::unordered_map<std::string, Entity> entities_;  // by path
  const Entity* page_ = nullptr;
};

}  // namespace cq::http
