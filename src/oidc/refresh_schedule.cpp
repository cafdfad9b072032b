#include "oidc/refresh_schedule.h"

#include <algorithm>

namespace cq::oidc {
namespace {

SteadyTime::duration Fraction(SteadyTime::duration whole, double fraction) {
  return std::chrono::duration_cast<SteadyTime::duration>(std::chrono::duration<double>(whole) *
                                                          fraction);
}

}  // namespace

RefreshSchedule::Task RefreshSchedule::Next(SteadyTime now) {
  if (now >= keys_end_) {
    keys_end_ = SteadyTime::max();
    health_ = KeyHealth::kNoKeys;
    return Task::kDropKeys;
  }
  if (is_fetching_ || now < next_fetch_) return Task::kNone;
  is_fetching_ = true;
  return Task::kFetch;
}

SteadyTime RefreshSchedule::NextAt() const {
  return is_fetching_ ? keys_end_ : std::min(next_fetch_, keys_end_);
}

bool RefreshSchedule::Demand(SteadyTime now) {
  if (is_fetching_ || now >= next_fetch_) return true;
  if (now < next_demand_) return false;
  next_demand_ = now + kDemandInterval;
  next_fetch_ = now;
  return true;
}

SteadyTime::duration RefreshSchedule::TimeToFetch(SteadyTime now) const {
  if (is_fetching_) return SteadyTime::duration::zero();
  return std::max(SteadyTime::duration::zero(), std::min(next_fetch_, next_demand_) - now);
}

void RefreshSchedule::OnKeys(SteadyTime now, std::chrono::seconds lifetime, double chance) {
  constexpr double kEarliest = 0.8;
  constexpr double kSpread = 0.1;
  is_fetching_ = false;
  failures_ = 0;
  health_ = KeyHealth::kCurrent;
  next_fetch_ = now + Fraction(lifetime, kEarliest + kSpread * chance);
  keys_end_ = now + lifetime + kOutageTolerance;
}

void RefreshSchedule::OnNoUsableKeys(SteadyTime now, double chance) {
  PlanRetry(now, chance);
  health_ = KeyHealth::kNoKeys;
  keys_end_ = SteadyTime::max();
}

void RefreshSchedule::OnFailure(SteadyTime now, double chance) {
  PlanRetry(now, chance);
  if (health_ == KeyHealth::kStarting) health_ = KeyHealth::kNoKeys;
  if (health_ == KeyHealth::kCurrent) health_ = KeyHealth::kStale;
}

void RefreshSchedule::PlanRetry(SteadyTime now, double chance) {
  constexpr unsigned kDoublings = 5;  // beyond kLongestRetry
  is_fetching_ = false;
  const auto pause = std::min<std::chrono::seconds>(
      kFirstRetry * (1U << std::min(failures_, kDoublings)), kLongestRetry);
  ++failures_;
  next_fetch_ = now + Fraction(pause, 1.0 - chance / 2);
}

}  // namespace cq::oidc
