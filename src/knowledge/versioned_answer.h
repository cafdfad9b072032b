// Keeps an answer for as long as the state it was made from lasts.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace cq::knowledge {

// `Version` tells states apart by ==. Thread-safe.
template <typename Version, typename Answer>
class VersionedAnswer {
 public:
  // nullptr when there is none for this version.
  std::shared_ptr<const Answer> Find(const Version& version) const {
    const std::scoped_lock lock(mutex_);
    return answer_ && version_ == version ? answer_ : nullptr;
  }

  std::shared_ptr<const Answer> Store(const Version& version, Answer answer) {
    auto stored = std::make_shared<const Answer>(std::move(answer));
    const std::scoped_lock lock(mutex_);
    version_ = version;
    answer_ = stored;
    return stored;
  }

 private:
  mutable std::mutex mutex_;
  Version version_{};
  std::shared_ptr<const Answer> answer_;
};

}  // namespace cq::knowledge
