#include "knowledge/knowledge_repository.h"

namespace cq::knowledge {

std::string_view StatusText(ReviewStatus status) {
  switch (status) {
    case ReviewStatus::kPending:
      return "pending";
    case ReviewStatus::kApproved:
      return "approved";
    case ReviewStatus::kRejected:
      return "rejected";
  }
  return "pending";
}

ReviewStatus ParseStatus(std::string_view text) {
  if (text == StatusText(ReviewStatus::kApproved)) return ReviewStatus::kApproved;
  if (text == StatusText(ReviewStatus::kRejected)) return ReviewStatus::kRejected;
  return ReviewStatus::kPending;
}

}  // namespace cq::knowledge
