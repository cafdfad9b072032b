// Finds the handler for a method and path. Immutable once the server runs, hence thread-safe.
#pragma once

#include <cstddef>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "http/request.h"
#include "http/response.h"

namespace cq::http {

// Thread-safe function from request to answer. What it throws becomes a 500.
using Handler = std::function<Response(const Request&)>;

// Answers when that is possible from memory alone, else nullopt and the Handler runs on a worker.
using InlineHandler = std::function<std::optional<Response>(const Request&)>;

struct Route {
  std::size_t index;  // position of registration; dense, for per-route counters
  Method method;
  std::string path_template;  // "/api/v1/knowledge/{unit_id}/flags"; logs and metrics name it
  Handler handler;            // runs on a worker thread; may block
  InlineHandler
      inline_handler;  // empty, or tried first on the I/O thread: no disk, network or hashing
};

struct RouteMatch {
  enum class Kind {
    kFound,
    kNotFound,
    kMethodNotAllowed,  // `route` is the first one registered for the path
    kRedirectSlash,     // the path without (or with) its trailing slash has a route: 307
  };
  Kind kind = Kind::kNotFound;
  const Route* route = nullptr;
  std::vector<std::string_view> parameters;  // views into the matched path
};

class Router {
 public:
  // A segment `{name}` of the template matches one non-empty segment. Earlier registrations win, so
  // fixed paths go before parameters. Throws std::logic_error on a method and template given twice.
  void Add(Method method, std::string path_template, Handler handler);
  void AddInline(Method method, std::string path_template, InlineHandler inline_handler);
  void AddWithInline(Method method, std::string path_template, InlineHandler inline_handler,
                     Handler handler);

  // Asked for every GET and HEAD that no route matches, before the 404. `name` stands for its path
  // in logs and metrics. Once.
  void SetFallback(std::string name, InlineHandler fallback);

  RouteMatch Match(Method method, std::string_view path) const;
  // nullptr when there is none.
  const Route* fallback() const { return fallback_ ? &routes_[*fallback_] : nullptr; }
  const std::vector<Route>& routes() const { return routes_; }

 private:
  static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

  // A path with parameters, and the routes (of different methods) registered for it.
  struct Template {
    std::string text;
    std::vector<std::string> segments;  // "{name}" is a parameter
    std::vector<std::size_t> routes;

    bool Matches(std::string_view path) const;
    std::vector<std::string_view> Parameters(std::string_view path) const;  // of a matching path
  };

  // Smallest route indexes that fit a path: with the asked method, and with any.
  struct Candidates {
    std::size_t exact = kNone;
    std::size_t any = kNone;
    const Template* source = nullptr;  // of `exact`, when it has parameters
  };

  struct PathHash : std::hash<std::string_view> {
    using is_transparent = void;
  };

  void Register(Method method, std::string path_template, Handler handler,
                InlineHandler inline_handler);
  Candidates Find(Method method, std::string_view path) const;

  std::vector<Route> routes_;
  std::unordered_map<std::string, std::vector<std::size_t>, PathHash, std::equal_to<>> fixed_;
  std::vector<Template> templates_;
  std::optional<std::size_t> fallback_;  // index of a route that no path finds
};

}  // namespace cq::http
