#include "http/router.h"

#include <algorithm>
#include <ranges>
#include <stdexcept>
#include <utility>

#include "http/url_text.h"

namespace cq::http {
namespace {

bool IsParameter(std::string_view segment) {
  return segment.starts_with('{') && segment.ends_with('}');
}

// Cuts the first segment off `path`, which begins with '/'.
std::string_view NextSegment(std::string_view& path) {
  path.remove_prefix(1);
  const std::size_t end = std::min(path.find('/'), path.size());
  const std::string_view segment = path.substr(0, end);
  path.remove_prefix(end);
  return segment;
}

}  // namespace

bool Router::Template::Matches(std::string_view path) const {
  for (const std::string& segment : segments) {
    if (!path.starts_with('/')) return false;
    const std::string_view value = NextSegment(path);
    if (IsParameter(segment) ? value.empty() : value != segment) return false;
  }
  return path.empty();
}

std::vector<std::string_view> Router::Template::Parameters(std::string_view path) const {
  std::vector<std::string_view> values;
  for (const std::string& segment : segments) {
    const std::string_view value = NextSegment(path);
    if (IsParameter(segment)) values.push_back(value);
  }
  return values;
}

void Router::Add(Method method, std::string path_template, Handler handler) {
  Register(method, std::move(path_template), std::move(handler), {});
}

void Router::AddInline(Method method, std::string path_template, InlineHandler inline_handler) {
  Register(method, std::move(path_template), {}, std::move(inline_handler));
}

void Router::AddWithInline(Method method, std::string path_template, InlineHandler inline_handler,
                           Handler handler) {
  Register(method, std::move(path_template), std::move(handler), std::move(inline_handler));
}

void Router::SetFallback(std::string name, InlineHandler fallback) {
  if (fallback_) throw std::logic_error("fallback given twice: " + name);
  fallback_ = routes_.size();
  routes_.push_back({.index = routes_.size(),
                     .method = Method::kGet,
                     .path_template = std::move(name),
                     .handler = {},
                     .inline_handler = std::move(fallback)});
}

void Router::Register(Method method, std::string path_template, Handler handler,
                      InlineHandler inline_handler) {
  if (!path_template.starts_with('/')) {
    throw std::logic_error("route template without leading '/': " + path_template);
  }
  const std::size_t index = routes_.size();
  for (const Route& route : routes_) {
    if (route.method == method && route.path_template == path_template) {
      throw std::logic_error("route given twice: " + path_template);
    }
  }
  if (path_template.find('{') != std::string::npos) {
    auto known = std::ranges::find(templates_, path_template, &Template::text);
    if (known == templates_.end()) {
      Template added{.text = path_template, .segments = {}, .routes = {}};
      for (std::string_view rest = path_template; !rest.empty();) {
        added.segments.emplace_back(NextSegment(rest));
      }
      known = templates_.insert(templates_.end(), std::move(added));
    }
    known->routes.push_back(index);
  } else {
    fixed_[path_template].push_back(index);
  }
  routes_.push_back({.index = index,
                     .method = method,
                     .path_template = std::move(path_template),
                     .handler = std::move(handler),
                     .inline_handler = std::move(inline_handler)});
}

Router::Candidates Router::Find(Method method, std::string_view path) const {
  Candidates found;
  const auto consider = [&](const std::vector<std::size_t>& indexes, const Template* source) {
    for (const std::size_t index : indexes) {
      found.any = std::min(found.any, index);
      if (routes_[index].method == method && index < found.exact) {
        found.exact = index;
        found.source = source;
      }
    }
  };
  if (const auto it = fixed_.find(path); it != fixed_.end()) consider(it->second, nullptr);
  for (const Template& candidate : templates_) {
    if (candidate.Matches(path)) consider(candidate.routes, &candidate);
  }
  return found;
}

RouteMatch Router::Match(Method method, std::string_view path) const {
  using Kind = RouteMatch::Kind;
  const Candidates found = Find(method, path);
  if (found.exact != kNone) {
    RouteMatch match{.kind = Kind::kFound, .route = &routes_[found.exact], .parameters = {}};
    if (found.source != nullptr) match.parameters = found.source->Parameters(path);
    return match;
  }
  if (found.any != kNone) {
    return {.kind = Kind::kMethodNotAllowed, .route = &routes_[found.any], .parameters = {}};
  }
  if (path != "/") {
    const Candidates other = Find(method, OtherSlashForm(path));
    if (other.any != kNone) {
      return {.kind = Kind::kRedirectSlash, .route = &routes_[other.any], .parameters = {}};
    }
  }
  return {};
}

}  // namespace cq::http
