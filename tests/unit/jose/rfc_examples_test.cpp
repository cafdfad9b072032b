// The signature and thumbprint examples of RFC 7515, 7520, 7638 and 8037.
#include <gtest/gtest.h>

#include "unit/jose/jws_outcome.h"
#include "unit/jose/test_data.h"

namespace cq::jose {
namespace {

TEST(RfcExamplesTest, Signatures) {
  const json::Value data = LoadJson("rfc_examples.json");
  for (const json::Value& example : ListOf(data, "signatures")) {
    EXPECT_EQ(JwsOutcome(TextOf(example, "jws"), KeySet({MemberOf(example, "key")})),
              TextOf(example, "expected"))
        << TextOf(example, "name");
  }
}

TEST(RfcExamplesTest, Thumbprints) {
  const json::Value data = LoadJson("rfc_examples.json");
  for (const json::Value& example : ListOf(data, "thumbprints")) {
    const JwkSet set = KeySet({MemberOf(example, "key")});
    ASSERT_EQ(set.keys().size(), 1U) << TextOf(example, "name");
    EXPECT_EQ(set.keys()[0]->thumbprint, TextOf(example, "thumbprint"));
  }
}

}  // namespace
}  // namespace cq::jose
