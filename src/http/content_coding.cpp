#include "http/content_coding.h"

#include "http/ascii.h"
#include "http/preferences.h"

namespace cq::http {
namespace {

// Below every weight a client can give: identity is acceptable unless it is excluded, but nobody
// asked for it.
constexpr int kUnaskedIdentity = 1;

bool Names(std::string_view value, ContentCoding coding) {
  if (EqualsIgnoringCase(value, CodingName(coding))) return true;
  return coding == ContentCoding::kGzip && EqualsIgnoringCase(value, "x-gzip");
}

}  // namespace

std::string_view CodingName(ContentCoding coding) {
  switch (coding) {
    case ContentCoding::kBrotli:
      return "br";
    case ContentCoding::kGzip:
      return "gzip";
    case ContentCoding::kIdentity:
      return "identity";
  }
  return "";
}

AcceptedCodings::AcceptedCodings(std::optional<std::string_view> accept_encoding) {
  const auto preferences = ParsePreferences(accept_encoding.value_or(""));
  for (const ContentCoding coding : kContentCodings) {
    std::optional<int> named;
    std::optional<int> any;
    for (const Preference& preference : preferences) {
      if (preference.value == "*" && !any) any = preference.weight;
      if (Names(preference.value, coding) && !named) named = preference.weight;
    }
    const int unasked = coding == ContentCoding::kIdentity ? kUnaskedIdentity : 0;
    weights_[static_cast<std::size_t>(coding)] = named.value_or(any.value_or(unasked));
  }
}

}  // namespace cq::http
