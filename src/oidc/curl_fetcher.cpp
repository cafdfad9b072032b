#include "oidc/curl_fetcher.h"

#include <curl/curl.h>
#include <curl/header.h>

#include <array>
#include <csignal>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "oidc/url_rules.h"

namespace cq::oidc {
namespace {

using Kind = FetchFailure::Kind;

struct CloseEasy {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
using EasyHandle = std::unique_ptr<CURL, CloseEasy>;

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

void* MakeMulti() {
  static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
  void* multi = initialised == CURLE_OK ? curl_multi_init() : nullptr;
  if (multi == nullptr) throw std::runtime_error("cannot set up libcurl");
  return multi;
}

template <typename Value>
void Set(const EasyHandle& easy, CURLoption option, Value value) {
  const CURLcode code = curl_easy_setopt(easy.get(), option, value);
  if (code != CURLE_OK) {
    throw std::runtime_error(std::string("libcurl refuses an option: ") + curl_easy_strerror(code));
  }
}

// OpenSSL writes to a closed socket without MSG_NOSIGNAL.
void BlockBrokenPipeInThisThread() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

// Keeps a transfer in its multi handle for as long as it is needed there.
class Transfer {
 public:
  Transfer(CURLM* multi, const EasyHandle& easy) : multi_(multi), easy_(easy) {
    if (curl_multi_add_handle(multi, easy.get()) != CURLM_OK) {
      throw std::runtime_error("libcurl refuses a transfer");
    }
  }
  ~Transfer() { curl_multi_remove_handle(multi_, easy_.get()); }
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  // nullopt when aborted.
  std::optional<CURLcode> Run(const std::atomic<bool>& aborted) {
    constexpr int kPollMilliseconds = 1000;  // Abort wakes it up
    int running = 1;
    while (running > 0) {
      if (aborted.load()) return std::nullopt;
      Check(curl_multi_perform(multi_, &running));
      if (running > 0) Check(curl_multi_poll(multi_, nullptr, 0, kPollMilliseconds, nullptr));
    }
    int left = 0;
    const CURLMsg* message = curl_multi_info_read(multi_, &left);
    if (message == nullptr) throw std::runtime_error("libcurl lost a transfer");
    return message->data.result;
  }

 private:
  static void Check(CURLMcode code) {
    if (code != CURLM_OK) throw std::runtime_error(curl_multi_strerror(code));
  }

  CURLM* multi_;
  const EasyHandle& easy_;
};

struct Body {
  std::string text;
  std::size_t limit;
  bool is_too_large = false;
};

std::size_t AppendToBody(char* data, std::size_t /*one*/, std::size_t size, void* user) {
  Body& body = *static_cast<Body*>(user);
  if (size > body.limit - body.text.size()) {
    body.is_too_large = true;
    return 0;
  }
  body.text.append(data, size);
  return size;
}

std::optional<std::string> ReadFile(const char* path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// The system's certificates and those of `ca_file` as one text: libcurl takes one or the other.
// Read for each fetch, so that a replaced file needs no restart. nullopt when `ca_file` cannot be
// read.
std::optional<std::string> TrustedCertificates(const EasyHandle& easy, const std::string& ca_file) {
  const std::optional<std::string> extra = ReadFile(ca_file.c_str());
  if (!extra) return std::nullopt;
  const char* system_file = nullptr;
  curl_easy_getinfo(easy.get(), CURLINFO_CAINFO, &system_file);
  const std::optional<std::string> of_system =
      system_file == nullptr ? std::nullopt : ReadFile(system_file);
  return of_system.value_or("") + "\n" + *extra;
}

void SetTransport(const EasyHandle& easy, const std::string& url, const FetchLimits& limits) {
  Set(easy, CURLOPT_URL, url.c_str());
  Set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  Set(easy, CURLOPT_FOLLOWLOCATION, 0L);
  Set(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  Set(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  Set(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  Set(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  Set(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  Set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(limits.time.count()));
  Set(easy, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(limits.bytes));
  Set(easy, CURLOPT_FORBID_REUSE, 1L);
  Set(easy, CURLOPT_NOSIGNAL, 1L);
  // A name server that does not answer must not hold the thread beyond the timeout.
  Set(easy, CURLOPT_QUICK_EXIT, 1L);
  if (IsLoopbackUrl(url)) Set(easy, CURLOPT_PROXY, "");
}

Kind KindOf(CURLcode code) {
  switch (static_cast<int>(code)) {
    case CURLE_OPERATION_TIMEDOUT:
      return Kind::kTimeout;
    case CURLE_FILESIZE_EXCEEDED:
      return Kind::kTooLarge;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
      return Kind::kTls;
    default:
      return Kind::kConnection;
  }
}

std::string JoinedHeader(const EasyHandle& easy, const char* name) {
  std::string joined;
  constexpr int kLastRequest = -1;
  curl_header* header = nullptr;
  for (std::size_t i = 0;
       curl_easy_header(easy.get(), name, i, CURLH_HEADER, kLastRequest, &header) == CURLHE_OK;
       ++i) {
    if (!joined.empty()) joined += ", ";
    joined += header->value;
  }
  return joined;
}

tl::unexpected<FetchFailure> Fail(Kind kind, std::string text) {
  return tl::unexpected(FetchFailure{.kind = kind, .text = std::move(text)});
}

}  // namespace

void CurlFetcher::CloseMulti::operator()(void* multi) const { curl_multi_cleanup(multi); }

CurlFetcher::CurlFetcher(CurlOptions options) : options_(std::move(options)), multi_(MakeMulti()) {}

tl::expected<HttpAnswer, FetchFailure> CurlFetcher::Fetch(const std::string& url,
                                                          const FetchLimits& limits) {
  if (auto reason = RefuseUrl(url, options_.plain_http)) {
    return Fail(Kind::kForbiddenUrl, *std::move(reason));
  }
  BlockBrokenPipeInThisThread();

  // A handle for each fetch: nothing of one answer can reach the next.
  const EasyHandle easy(curl_easy_init());
  if (!easy) throw std::runtime_error("libcurl gives no handle");
  Body body{.text = {}, .limit = limits.bytes};
  std::array<char, CURL_ERROR_SIZE> error{};
  const HeaderList headers(curl_slist_append(nullptr, "Accept: application/json"));
  SetTransport(easy, url, limits);
  Set(easy, CURLOPT_HTTPHEADER, headers.get());
  Set(easy, CURLOPT_USERAGENT, options_.user_agent.c_str());
  Set(easy, CURLOPT_WRITEFUNCTION, &AppendToBody);
  Set(easy, CURLOPT_WRITEDATA, &body);
  Set(easy, CURLOPT_ERRORBUFFER, error.data());
  if (!options_.ca_file.empty()) {
    const auto certificates = TrustedCertificates(easy, options_.ca_file);
    if (!certificates) return Fail(Kind::kTls, "cannot read " + options_.ca_file);
    // libcurl only reads it, and keeps a copy.
    curl_blob blob{.data = const_cast<char*>(certificates->data()),
                   .len = certificates->size(),
                   .flags = CURL_BLOB_COPY};
    Set(easy, CURLOPT_CAINFO_BLOB, &blob);
  }

  Transfer transfer(multi_.get(), easy);
  const std::optional<CURLcode> code = transfer.Run(aborted_);
  if (!code) return Fail(Kind::kAborted, "aborted");
  if (body.is_too_large || *code == CURLE_FILESIZE_EXCEEDED) {
    return Fail(Kind::kTooLarge, "more than " + std::to_string(limits.bytes) + " bytes");
  }
  if (*code != CURLE_OK) {
    const std::string_view detail = error.data();
    return Fail(KindOf(*code), detail.empty() ? curl_easy_strerror(*code) : std::string(detail));
  }

  HttpAnswer answer{.status = 0,
                    .content_type = JoinedHeader(easy, "Content-Type"),
                    .cache_control = JoinedHeader(easy, "Cache-Control"),
                    .body = std::move(body.text)};
  long status = 0;
  curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
  answer.status = static_cast<int>(status);
  return answer;
}

void CurlFetcher::Abort() {
  aborted_.store(true);
  curl_multi_wakeup(multi_.get());
}

}  // namespace cq::oidc
