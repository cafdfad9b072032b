// Metrics whose values other parts hold already: read when someone asks for them.
#pragma once

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace cq::app {

struct SampledMetric {
  std::string name;
  std::string help;
  prometheus::MetricType type = prometheus::MetricType::Gauge;  // Gauge or Counter
  std::map<std::string, std::string> labels;
  std::function<double()> read;  // thread-safe, does not block
};

// Thread-safe.
class SampledMetrics final : public prometheus::Collectable {
 public:
  // What `read` uses must live until Clear().
  void Add(SampledMetric metric);
  // Forgets all of them, before what they read goes away.
  void Clear();

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  mutable std::mutex mutex_;
  std::vector<SampledMetric> metrics_;
};

}  // namespace cq::app
