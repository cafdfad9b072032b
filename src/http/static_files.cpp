#include "http/static_files.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <stdexcept>

#include "http/ascii.h"
#include "http/entity_tag.h"
#include "http/media_type.h"
#include "http/preferences.h"
#include "http/response_writer.h"

namespace cq::http {
namespace {

struct CodedSuffix {
  std::string_view suffix;
  ContentCoding coding;
};

constexpr std::array<CodedSuffix, 2> kCodedSuffixes{
    {{".br", ContentCoding::kBrotli}, {".gz", ContentCoding::kGzip}}};

bool IsWithin(std::string_view path, std::string_view folder) {
  if (!EqualsIgnoringCase(path.substr(0, folder.size()), folder)) return false;
  return path.size() == folder.size() || path[folder.size()] == '/';
}

// What an application may use as an address: plain segments, the last one without a dot. Spellings
// that some proxy might take for another path are none.
bool IsPagePath(std::string_view path) {
  if (!path.starts_with('/')) return false;
  for (std::string_view rest = path.substr(1); !rest.empty();) {
    const std::size_t end = std::min(rest.find('/'), rest.size());
    const std::string_view segment = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const bool is_plain = std::ranges::none_of(segment, [](char c) {
      return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '\\' || c == '%';
    });
    if (segment.empty() || segment == "." || segment == ".." || !is_plain) return false;
    if (rest.empty() && segment.find('.') != std::string_view::npos) return false;
  }
  return true;
}

}  // namespace

StaticFiles::StaticFiles(const std::vector<StaticFile>& files, StaticFilesOptions options)
    : options_(std::move(options)) {
  const auto entity_tag = [](const StaticFile& file) { return '"' + file.digest + '"'; };
  for (const StaticFile& file : files) {
    Entity& entity = entities_[file.path] = MakeEntity(file.path);
    entity.variants.push_back({ContentCoding::kIdentity, file.bytes, entity_tag(file)});
  }
  for (const StaticFile& file : files) {
    for (const auto& [suffix, coding] : kCodedSuffixes) {
      if (!file.path.ends_with(suffix)) continue;
      const auto plain = entities_.find(file.path.substr(0, file.path.size() - suffix.size()));
      if (plain == entities_.end()) continue;
      plain->second.variants.push_back({coding, file.bytes, entity_tag(file)});
    }
  }
  for (auto& [path, entity] : entities_) {
    std::ranges::sort(entity.variants, {}, &Variant::coding);
  }
  const auto page = entities_.find(options_.page);
  if (page == entities_.end()) throw std::invalid_argument("no file " + options_.page);
  page_ = &page->second;
}

StaticFiles::Entity StaticFiles::MakeEntity(const std::string& path) const {
  Entity entity;
  entity.content_type = MediaTypeOf(path);
  const bool is_immutable =
      !options_.immutable_folder.empty() && path.starts_with(options_.immutable_folder);
  entity.headers.emplace_back("Cache-Control",
                              is_immutable ? "public, max-age=31536000, immutable" : "no-cache");
  entity.headers.emplace_back("Vary", "Accept-Encoding");
  if (entity.content_type == kHtmlType) {
    entity.headers.insert(entity.headers.end(), options_.page_headers.begin(),
                          options_.page_headers.end());
  }
  return entity;
}

bool StaticFiles::IsReserved(std::string_view path) const {
  return std::ranges::any_of(
      options_.reserved, [path](const std::string& reserved) { return IsWithin(path, reserved); });
}

const StaticFiles::Entity* StaticFiles::Find(const Request& request) const {
  if (IsReserved(request.path)) return nullptr;
  if (const auto known = entities_.find(request.path); known != entities_.end()) {
    return &known->second;
  }
  if (request.path == "/") return page_;
  const bool is_page = IsPagePath(request.path) && AsksForHtml(JoinedHeader(request, "Accept"));
  return is_page ? page_ : nullptr;
}

std::optional<Response> StaticFiles::Answer(const Request& request) const {
  const Entity* entity = Find(request);
  if (entity == nullptr) return std::nullopt;

  const AcceptedCodings accepted(JoinedHeader(request, "Accept-Encoding"));
  const auto chosen = std::ranges::max_element(
      entity->variants, {},
      [&accepted](const Variant& variant) { return accepted.Weight(variant.coding); });
  if (accepted.Weight(chosen->coding) == 0) {
    Response refusal = DetailResponse(406, "Not Acceptable");
    refusal.headers.emplace_back("Vary", "Accept-Encoding");
    return refusal;
  }

  // The 304 has the headers of the 200: a browser takes them over into what it has stored.
  Response response;
  response.headers = entity->headers;
  response.headers.emplace_back("ETag", chosen->entity_tag);
  const auto condition = JoinedHeader(request, "If-None-Match");
  if (condition && NamesEntityTag(*condition, chosen->entity_tag)) {
    response.status = 304;
    response.content_type.clear();
    return response;
  }
  response.content_type = entity->content_type;
  response.static_body = chosen->bytes;
  if (chosen->coding != ContentCoding::kIdentity) {
    response.headers.emplace_back("Content-Encoding", CodingName(chosen->coding));
  }
  return response;
}

}  // namespace cq::http
