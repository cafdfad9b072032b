#include "app/oidc_observer.h"

#include "core/text.h"

namespace cq::app {
namespace {

constexpr std::string_view kRemembered = "remembered";

config::LogLevel LevelOf(oidc::KeyHealth health) {
  switch (health) {
    case oidc::KeyHealth::kStarting:
    case oidc::KeyHealth::kCurrent:
      return config::LogLevel::kInfo;
    case oidc::KeyHealth::kNoKeys:
    case oidc::KeyHealth::kStale:
      return config::LogLevel::kWarning;
  }
  return config::LogLevel::kWarning;
}

}  // namespace

OidcObserver::OidcObserver(JsonLog& log, Metrics& metrics)
    : log_(log), metrics_(metrics), remembered_(metrics.TokenVerifications(kRemembered)) {}

void OidcObserver::OnVerification(std::string_view result, std::chrono::nanoseconds duration) {
  if (result == kRemembered) return remembered_.Increment();
  metrics_.TokenVerifications(result).Increment();
  metrics_.TokenVerificationSeconds().Observe(std::chrono::duration<double>(duration).count());
}

void OidcObserver::OnRefresh(oidc::RefreshResult result, std::chrono::nanoseconds duration) {
  metrics_.KeyRefreshes(oidc::RefreshResultName(result)).Increment();
  metrics_.KeyRefreshSeconds().Observe(std::chrono::duration<double>(duration).count());
}

void OidcObserver::OnHealth(oidc::KeyHealth health, std::string_view text) {
  log_.Write(LevelOf(health), "the identity provider's keys",
             {{"state", ReplaceInvalidUtf8(text)}});
}

void OidcObserver::OnRotation(std::string_view text) {
  log_.Write(config::LogLevel::kInfo, "the identity provider has other keys now",
             {{"change", ReplaceInvalidUtf8(text)}});
}

}  // namespace cq::app
