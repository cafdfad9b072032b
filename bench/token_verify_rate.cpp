// Verifies the tokens of a file as the server does, for bench/token_rivals: the same task, the same
// output.
#include <chrono>
#include <cstdio>
#include <ctime>
#include <exception>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "jose/jwt.h"
#include "json/parse.h"
#include "json/write.h"

namespace cq::jose {
namespace {

json::Value ReadTask(const char* path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  auto task = json::Parse(text);
  if (!task) throw std::runtime_error("no task in the file");
  return *std::move(task);
}

const json::Value& Get(const json::Value& object, std::string_view name) {
  const json::Value* member = object.Find(name);
  if (member == nullptr) throw std::runtime_error("the task lacks " + std::string(name));
  return *member;
}

std::string Text(const json::Value& value) {
  if (value.AsString() == nullptr) throw std::runtime_error("the task has something for a text");
  return *value.AsString();
}

std::vector<std::string> Texts(const json::Value& value) {
  std::vector<std::string> texts;
  if (value.AsArray() == nullptr) throw std::runtime_error("the task has something for a list");
  for (const json::Value& item : *value.AsArray()) texts.push_back(Text(item));
  return texts;
}

// Of this process, so that others on the machine do not count.
std::chrono::duration<double> CpuTime() {
  timespec time{};
  if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) != 0) {
    throw std::runtime_error("no clock of CPU time");
  }
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

void Measure(const json::Value& task, Algorithm algorithm, const JwkSet& keys) {
  TokenPolicy policy;
  policy.issuer = Text(Get(task, "issuer"));
  policy.audiences = {Text(Get(task, "audience"))};
  policy.algorithms.Add(algorithm);
  const SystemClock clock;
  const auto verify = [&](const std::string& token) {
    const auto read = ReadToken(token, policy, clock.Now());
    return read && VerifySignature(*read, keys);
  };

  const std::string name(AlgorithmName(algorithm));
  for (const std::string& token : Texts(Get(Get(task, "unacceptable"), name))) {
    if (verify(token)) throw std::runtime_error("a bad token was accepted");
  }
  const std::vector<std::string> tokens = Texts(Get(Get(task, "tokens"), name));
  const json::Value& seconds = Get(task, "seconds");
  const std::chrono::duration<double> wanted(
      seconds.AsDouble() != nullptr ? *seconds.AsDouble() : static_cast<double>(*seconds.AsInt()));
  std::size_t count = 0;
  std::chrono::duration<double> elapsed{};
  for (const auto started = CpuTime(); elapsed < wanted; elapsed = CpuTime() - started) {
    for (const std::string& token : tokens) {
      if (!verify(token)) throw std::runtime_error("a good token was refused");
    }
    count += tokens.size();
  }
  std::printf("{\"algorithm\":\"%s\",\"per_second\":%f}\n", name.c_str(),
              static_cast<double>(count) / elapsed.count());
}

int Run(int argc, char** argv) {
  if (argc != 2) throw std::runtime_error("usage: token_verify_rate FILE");
  const json::Value task = ReadTask(argv[1]);
  const auto keys = JwkSet::Parse(json::Write(Get(task, "jwks"), json::FloatStyle::kPython));
  if (!keys) throw std::runtime_error(keys.error());
  for (const Algorithm algorithm : {Algorithm::kRs256, Algorithm::kEs256, Algorithm::kEdDsa}) {
    Measure(task, algorithm, *keys);
  }
  return 0;
}

}  // namespace
}  // namespace cq::jose

int main(int argc, char** argv) {
  try {
    return cq::jose::Run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "token_verify_rate: %s\n", error.what());
    return 1;
  }
}
