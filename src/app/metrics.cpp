#include "app/metrics.h"

#include <prometheus/gauge.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include "app/version.h"

namespace cq::app {
namespace {

const prometheus::Histogram::BucketBoundaries kSeconds{
    0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
    0.05,    0.1,    0.25,    0.5,    1.0,   2.5,    5.0,   10.0};

prometheus::Family<prometheus::Histogram>& SecondsFamily(prometheus::Registry& registry,
                                                         const char* name, const char* help) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
}

prometheus::Family<prometheus::Counter>& CounterFamily(prometheus::Registry& registry,
                                                       const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

}  // namespace

Metrics::Metrics()
    : requests_(CounterFamily(registry_, "cq_http_requests_total", "Requests answered.")),
      request_seconds_(SecondsFamily(registry_, "cq_http_request_duration_seconds",
                                     "First byte read to answer handed to the socket.")),
      refusals_(CounterFamily(registry_, "cq_http_refusals_total",
                              "Requests and connections the edge refused or dropped.")),
      logins_(CounterFamily(registry_, "cq_logins_total", "Login attempts by result.")),
      token_verifications_(CounterFamily(registry_, "cq_oidc_verifications_total",
                                         "Access tokens by result of their verification.")),
      key_refreshes_(CounterFamily(registry_, "cq_oidc_key_refreshes_total",
                                   "Fetches of the identity provider's keys by result.")) {
  queue_seconds_ = &SecondsFamily(registry_, "cq_http_queue_duration_seconds",
                                  "Waiting for a worker; inline answers do not wait.")
                        .Add({}, kSeconds);
  auto& database_seconds = SecondsFamily(registry_, "cq_database_duration_seconds",
                                         "Time in the database by kind of work.");
  database_read_seconds_ = &database_seconds.Add({{"kind", "read"}}, kSeconds);
  database_write_seconds_ = &database_seconds.Add({{"kind", "write"}}, kSeconds);
  token_verification_seconds_ =
      &SecondsFamily(registry_, "cq_oidc_verification_duration_seconds",
                     "Verifying a token that is not remembered, without waiting for keys.")
           .Add({}, kSeconds);
  key_refresh_seconds_ = &SecondsFamily(registry_, "cq_oidc_key_refresh_duration_seconds",
                                        "Fetching the identity provider's keys.")
                              .Add({}, kSeconds);
  handler_failures_ =
      &CounterFamily(registry_, "cq_http_handler_failures_total", "Exceptions that became a 500.")
           .Add({});
  prometheus::BuildGauge()
      .Name("cq_build_info")
      .Help("The running build; always 1.")
      .Register(registry_)
      .Add({{"version", std::string(Version())}, {"commit", std::string(Commit())}})
      .Set(1);
}

prometheus::Counter& Metrics::Requests(std::string_view route, std::string_view method,
                                       int status) {
  return requests_.Add({{"route", std::string(route)},
                        {"method", std::string(method)},
                        {"status", std::to_string(status)}});
}

prometheus::Histogram& Metrics::RequestSeconds(std::string_view route, std::string_view method) {
  return request_seconds_.Add({{"route", std::string(route)}, {"method", std::string(method)}},
                              kSeconds);
}

prometheus::Counter& Metrics::Logins(std::string_view result) {
  return logins_.Add({{"result", std::string(result)}});
}

prometheus::Counter& Metrics::TokenVerifications(std::string_view result) {
  return token_verifications_.Add({{"result", std::string(result)}});
}

prometheus::Counter& Metrics::KeyRefreshes(std::string_view result) {
  return key_refreshes_.Add({{"result", std::string(result)}});
}

void Metrics::CountRefusal(std::string_view reason) {
  refusals_.Add({{"reason", std::string(reason)}}).Increment();
}

void Metrics::ObserveDatabase(std::string_view kind, std::chrono::nanoseconds duration) {
  prometheus::Histogram& seconds =
      kind == "write" ? *database_write_seconds_ : *database_read_seconds_;
  seconds.Observe(std::chrono::duration<double>(duration).count());
}

std::string Metrics::Render() const {
  std::vector<prometheus::MetricFamily> families = registry_.Collect();
  std::ranges::move(sampled_.Collect(), std::back_inserter(families));
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace cq::app
