#include "app/process_metrics.h"

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace cq::app {
namespace {

double ResidentBytes() {
  std::ifstream statm("/proc/self/statm");
  std::uint64_t total_pages = 0;
  std::uint64_t resident_pages = 0;
  statm >> total_pages >> resident_pages;
  return static_cast<double>(resident_pages) * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

double OpenFiles() {
  std::error_code error;
  const std::filesystem::directory_iterator files("/proc/self/fd", error);
  return error ? 0 : static_cast<double>(std::distance(begin(files), end(files)));
}

double CpuSeconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

void AddProcessMetrics(SampledMetrics& metrics) {
  using prometheus::MetricType;
  const double started =
      std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
  metrics.Add(
      {"process_resident_memory_bytes", "Resident memory.", MetricType::Gauge, {}, ResidentBytes});
  metrics.Add({"process_open_fds", "Open file descriptors.", MetricType::Gauge, {}, OpenFiles});
  metrics.Add(
      {"process_cpu_seconds_total", "Processor time used.", MetricType::Counter, {}, CpuSeconds});
  metrics.Add({"process_start_time_seconds",
               "Start of the process since the epoch.",
               MetricType::Gauge,
               {},
               [started] { return started; }});
}

}  // namespace cq::app
