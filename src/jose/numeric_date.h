// NumericDate (RFC 7519 section 2): seconds since 1970, fractions allowed.
#pragma once

#include <optional>

#include "core/clock.h"
#include "json/value.h"

namespace cq::jose {

// Cut to whole microseconds, and to the years 1 to 9999, so that a clock skew can be added without
// overflow. Nothing when the value is no number.
std::optional<TimePoint> ReadNumericDate(const json::Value& value);

}  // namespace cq::jose
