// The process as the operating system sees it, under the names that Prometheus clients share.
#pragma once

#include "app/sampled_metrics.h"

namespace cq::app {

void AddProcessMetrics(SampledMetrics& metrics);

}  // namespace cq::app
