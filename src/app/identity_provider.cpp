#include "app/identity_provider.h"

#include "app/module_options.h"

namespace cq::app {

IdentityProvider::IdentityProvider(const config::OidcSettings& settings, const Clock& clock,
                                   RandomSource& random, oidc::Observer& observer)
    : options_(OidcOptionsOf(settings)),
      fetcher_(CurlOptionsOf(settings)),
      source_(options_, fetcher_, steady_clock_),
      keys_({.source = source_, .clock = steady_clock_, .random = random, .observer = observer}),
      verifier_({.options = options_,
                 .keys = keys_,
                 .clock = clock,
                 .steady_clock = steady_clock_,
                 .observer = observer}) {}

}  // namespace cq::app
