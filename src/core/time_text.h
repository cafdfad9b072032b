// The time texts of the wire and of the database rows (UTC, Python's datetime.isoformat()).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"

namespace cq {

// 2026-11-23T20:39:26.435398+00:00; no fraction when the microseconds are zero.
std::string FormatOffsetTime(TimePoint time);

// 2026-11-23T20:39:26.435398Z; no fraction when the microseconds are zero.
std::string FormatZuluTime(TimePoint time);

// 2026-11-23
std::string FormatDate(TimePoint time);

// Accepts `YYYY-MM-DD[T ]HH:MM[:SS[.f{1,9}]](Z|±HH:MM)?`; a text without an offset is taken as UTC.
// Digits past the microseconds are cut off. nullopt for anything else.
std::optional<TimePoint> ParseTime(std::string_view text);

}  // namespace cq
