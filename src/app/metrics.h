// Every metric of the process and its Prometheus text.
#pragma once

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <chrono>
#include <string>
#include <string_view>

#include "app/sampled_metrics.h"

namespace cq::app {

// Thread-safe.
class Metrics {
 public:
  Metrics();

  // Resolving takes a lock; callers keep the reference, which lives as long as this.
  prometheus::Counter& Requests(std::string_view route, std::string_view method, int status);
  prometheus::Histogram& RequestSeconds(std::string_view route, std::string_view method);
  prometheus::Histogram& QueueSeconds() { return *queue_seconds_; }
  prometheus::Counter& Logins(std::string_view result);

  prometheus::Counter& TokenVerifications(std::string_view result);
  prometheus::Histogram& TokenVerificationSeconds() { return *token_verification_seconds_; }
  prometheus::Counter& KeyRefreshes(std::string_view result);
  prometheus::Histogram& KeyRefreshSeconds() { return *key_refresh_seconds_; }

  void CountRefusal(std::string_view reason);
  void CountHandlerFailure() { handler_failures_->Increment(); }
  // `kind` is "read" or "write".
  void ObserveDatabase(std::string_view kind, std::chrono::nanoseconds duration);

  SampledMetrics& sampled() { return sampled_; }

  // Text exposition format, version 0.0.4.
  std::string Render() const;

 private:
  prometheus::Registry registry_;
  prometheus::Family<prometheus::Counter>& requests_;
  prometheus::Family<prometheus::Histogram>& request_seconds_;
  prometheus::Family<prometheus::Counter>& refusals_;
  prometheus::Family<prometheus::Counter>& logins_;
  prometheus::Family<prometheus::Counter>& token_verifications_;
  prometheus::Family<prometheus::Counter>& key_refreshes_;
  prometheus::Histogram* queue_seconds_;
  prometheus::Histogram* database_read_seconds_;
  prometheus::Histogram* database_write_seconds_;
  prometheus::Histogram* token_verification_seconds_;
  prometheus::Histogram* key_refresh_seconds_;
  prometheus::Counter* handler_failures_;
  SampledMetrics sampled_;
};

}  // namespace cq::app
