// Turns what the verification of access tokens reports into log lines and metrics.
#pragma once

#include "app/json_log.h"
#include "app/metrics.h"
#include "oidc/observer.h"

namespace cq::app {

// Thread-safe. Both must outlive it.
class OidcObserver final : public oidc::Observer {
 public:
  OidcObserver(JsonLog& log, Metrics& metrics);

  void OnVerification(std::string_view result, std::chrono::nanoseconds duration) override;
  void OnRefresh(oidc::RefreshResult result, std::chrono::nanoseconds duration) override;
  void OnHealth(oidc::KeyHealth health, std::string_view text) override;
  void OnRotation(std::string_view text) override;

 private:
  JsonLog& log_;
  Metrics& metrics_;
  prometheus::Counter& remembered_;  // the usual result, found without a look-up
};

}  // namespace cq::app
