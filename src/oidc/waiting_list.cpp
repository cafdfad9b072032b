#include "oidc/waiting_list.h"

#include <utility>

namespace cq::oidc {

WaitingList::Place WaitingList::TakePlace() {
  if (taken_->load() >= places_) return nullptr;
  ++*taken_;
  return {taken_.get(), [taken = taken_](const void*) { --*taken; }};
}

void WaitingList::Add(SteadyTime deadline, Place place, Resume resume) {
  waiters_.emplace(deadline, Waiter{.place = std::move(place), .resume = std::move(resume)});
}

SteadyTime WaitingList::NextDeadline() const {
  return waiters_.empty() ? SteadyTime::max() : waiters_.begin()->first;
}

std::vector<WaitingList::Resume> WaitingList::TakeOverdue(SteadyTime now) {
  std::vector<Resume> taken;
  while (!waiters_.empty() && waiters_.begin()->first <= now) {
    taken.push_back(std::move(waiters_.begin()->second.resume));
    waiters_.erase(waiters_.begin());
  }
  return taken;
}

std::vector<WaitingList::Resume> WaitingList::TakeAll() { return TakeOverdue(SteadyTime::max()); }

}  // namespace cq::oidc
