#include "http/date_header.h"

#include <cstdio>

namespace cq::http {
namespace {

// strftime's names follow the locale.
constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

}  // namespace

std::string_view DateHeader::At(std::time_t now) {
  if (now != rendered_) {
    std::tm utc{};
    gmtime_r(&now, &utc);
    const int length =
        std::snprintf(text_.data(), text_.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                      kDays[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                      kMonths[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900,
                      utc.tm_hour, utc.tm_min, utc.tm_sec);
    size_ = static_cast<std::size_t>(length);
    rendered_ = now;
  }
  return {text_.data(), size_};
}

}  // namespace cq::http
