#include "app/sampled_metrics.h"

#include <algorithm>
#include <utility>

namespace cq::app {
namespace {

prometheus::ClientMetric Sample(const SampledMetric& metric) {
  prometheus::ClientMetric sample;
  for (const auto& [name, value] : metric.labels) sample.label.push_back({name, value});
  if (metric.type == prometheus::MetricType::Counter) {
    sample.counter.value = metric.read();
  } else {
    sample.gauge.value = metric.read();
  }
  return sample;
}

}  // namespace

void SampledMetrics::Add(SampledMetric metric) {
  const std::lock_guard lock(mutex_);
  metrics_.push_back(std::move(metric));
}

void SampledMetrics::Clear() {
  const std::lock_guard lock(mutex_);
  metrics_.clear();
}

std::vector<prometheus::MetricFamily> SampledMetrics::Collect() const {
  const std::lock_guard lock(mutex_);
  std::vector<prometheus::MetricFamily> families;
  for (const SampledMetric& metric : metrics_) {
    auto family = std::ranges::find(families, metric.name, &prometheus::MetricFamily::name);
    if (family == families.end()) {
      families.push_back({metric.name, metric.help, metric.type, {}});
      family = std::prev(families.end());
    }
    family->metric.push_back(Sample(metric));
  }
  return families;
}

}  // namespace cq::app
