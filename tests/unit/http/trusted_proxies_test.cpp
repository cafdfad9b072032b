#include "http/trusted_proxies.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace cq::http {
namespace {

using boost::asio::ip::make_address;

TEST(TrustedProxiesTest, ContainsAddressesAndBlocksOfBothFamilies) {
  const TrustedProxies proxies({"10.0.0.0/8", "192.168.1.7", "fd00::/9", "::1", "172.16.0.0/12"});
  for (const char* address : {"10.0.0.1", "10.255.0.1", "192.168.1.7", "fd7f::1", "::1",
                              "172.31.255.255", "::ffff:10.1.2.3"}) {
    EXPECT_TRUE(proxies.Contains(make_address(address))) << address;
  }
  for (const char* address :
       {"11.0.0.1", "192.168.1.8", "fd80::1", "::2", "172.32.0.0", "::ffff:11.1.2.3", "::"}) {
    EXPECT_FALSE(proxies.Contains(make_address(address))) << address;
  }
  EXPECT_TRUE(TrustedProxies({"0.0.0.0/0"}).Contains(make_address("8.8.8.8")));
  EXPECT_FALSE(TrustedProxies({"0.0.0.0/0"}).Contains(make_address("2001:db8::1")));
}

TEST(TrustedProxiesTest, NamesTheEntryItCannotRead) {
  for (const std::string entry : {"", "x", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "::1/129",
                                  "10.0.0.0/8x", "10.0.0/8", "example.org"}) {
    try {
      const TrustedProxies proxies({entry});
      ADD_FAILURE() << "accepted " << entry;
    } catch (const std::invalid_argument& error) {
      EXPECT_NE(std::string(error.what()).find("'" + entry + "'"), std::string::npos);
    }
  }
}

struct ForwardedCase {
  std::string peer;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string client_address;
  std::string scheme = "http";
};

TEST(TrustedProxiesTest, BelievesTrustedPeersOnly) {
  const TrustedProxies proxies({"10.0.0.0/8", "::1"});
  const std::string forwarded_for = "X-Forwarded-For";
  const std::vector<ForwardedCase> cases = {
      {"9.9.9.9", {{forwarded_for, "1.2.3.4"}, {"X-Forwarded-Proto", "https"}}, "9.9.9.9"},
      {"10.0.0.1", {}, "10.0.0.1"},
      {"10.0.0.1", {{forwarded_for, "1.2.3.4"}}, "1.2.3.4"},
      {"::1", {{"x-forwarded-for", "2001:db8::1"}}, "2001:db8::1"},
      {"10.0.0.1", {{forwarded_for, "6.6.6.6, 1.2.3.4"}}, "1.2.3.4"},
      {"10.0.0.1", {{forwarded_for, "6.6.6.6, 1.2.3.4 , 10.9.9.9"}}, "1.2.3.4"},
      {"10.0.0.1", {{forwarded_for, "6.6.6.6"}, {forwarded_for, "1.2.3.4,10.2.2.2"}}, "1.2.3.4"},
      {"10.0.0.1", {{forwarded_for, "1.2.3.4"}, {forwarded_for, "10.2.2.2"}}, "1.2.3.4"},
      {"10.0.0.1", {{forwarded_for, "10.3.3.3, 10.2.2.2"}}, "10.3.3.3"},
      {"10.0.0.1", {{forwarded_for, "1.2.3.4, unknown"}}, "10.0.0.1"},
      {"10.0.0.1", {{forwarded_for, "1.2.3.4, unknown, 10.2.2.2"}}, "10.2.2.2"},
      {"10.0.0.1", {{forwarded_for, ""}}, "10.0.0.1"},
      {"10.0.0.1", {{forwarded_for, "1.2.3.4:567"}}, "1.2.3.4"},
      {"10.0.0.1", {{forwarded_for, "[2001:db8::1]:567"}}, "2001:db8::1"},
      {"10.0.0.1", {{forwarded_for, "::ffff:1.2.3.4"}}, "1.2.3.4"},
      {"10.0.0.1", {{"X-Forwarded-Proto", "HTTPS"}}, "10.0.0.1", "https"},
      {"10.0.0.1", {{"X-Forwarded-Proto", "http, https"}}, "10.0.0.1", "https"},
      {"10.0.0.1", {{"X-Forwarded-Proto", "gopher"}}, "10.0.0.1"},
  };
  for (const ForwardedCase& test : cases) {
    SCOPED_TRACE(test.peer + (test.headers.empty() ? "" : " " + test.headers.front().second));
    Request request;
    request.headers = test.headers;
    request.client_address = test.peer;
    request.scheme = "http";
    proxies.Apply(make_address(test.peer), request);
    EXPECT_EQ(request.client_address, test.client_address);
    EXPECT_EQ(request.scheme, test.scheme);
  }
}

TEST(TrustedProxiesTest, PrintsMappedAddressesAsIpv4) {
  EXPECT_EQ(AddressText(make_address("::ffff:1.2.3.4")), "1.2.3.4");
  EXPECT_EQ(AddressText(make_address("2001:db8::1")), "2001:db8::1");
}

}  // namespace
}  // namespace cq::http
