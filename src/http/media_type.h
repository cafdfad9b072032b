// Media types of files, and whether a client asks for a page.
#pragma once

#include <optional>
#include <string_view>

namespace cq::http {

inline constexpr std::string_view kHtmlType = "text/html; charset=utf-8";

// By the file name's extension, whatever its case; "application/octet-stream" when it is unknown.
std::string_view MediaTypeOf(std::string_view path);

// Whether an Accept header names HTML, as browsers do when they navigate. "*/*" alone, which
// programs send, is no wish for a page.
bool AsksForHtml(std::optional<std::string_view> accept);

}  // namespace cq::http
