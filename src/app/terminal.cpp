#include "app/terminal.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

namespace cq::app {
namespace {

constexpr std::size_t kBarWidth = 30;
constexpr std::size_t kLongestAnswer = 1024;

// The terminal itself, whatever standard input and output are.
class Terminal {
 public:
  Terminal() : descriptor_(::open("/dev/tty", O_RDWR | O_CLOEXEC)) {
    if (!is_open() || ::tcgetattr(descriptor_, &saved_) != 0) return;
    termios silent = saved_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    is_silent_ = ::tcsetattr(descriptor_, TCSAFLUSH, &silent) == 0;
  }
  ~Terminal() {
    if (is_silent_) ::tcsetattr(descriptor_, TCSAFLUSH, &saved_);
    if (is_open()) ::close(descriptor_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  bool is_open() const { return descriptor_ >= 0; }
  bool is_silent() const { return is_silent_; }

  void Write(std::string_view text) const {
    // Nothing can be done about a terminal that does not take text.
    static_cast<void>(!::write(descriptor_, text.data(), text.size()));
  }

  std::optional<std::string> ReadLine() const {
    std::string line;
    char c = '\0';
    while (line.size() < kLongestAnswer) {
      const ssize_t count = ::read(descriptor_, &c, 1);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return std::nullopt;
      if (c == '\n') return line;
      line += c;
    }
    return std::nullopt;
  }

 private:
  int descriptor_;
  termios saved_{};
  bool is_silent_ = false;
};

}  // namespace

std::optional<std::string> PromptWithoutEcho(std::string_view question) {
  const Terminal terminal;
  if (!terminal.is_silent()) return std::nullopt;
  terminal.Write(question);
  std::optional<std::string> answer = terminal.ReadLine();
  terminal.Write("\n");
  return answer;
}

ProgressBar::ProgressBar(std::string_view label, std::size_t total)
    : label_(label), total_(total), visible_(total > 0 && ::isatty(STDERR_FILENO) == 1) {}

ProgressBar::~ProgressBar() {
  if (visible_) std::fputc('\n', stderr);
}

void ProgressBar::Show(std::size_t done) {
  if (!visible_) return;
  const std::size_t filled = kBarWidth * std::min(done, total_) / total_;
  const std::string bar = std::string(filled, '#') + std::string(kBarWidth - filled, '.');
  std::fprintf(stderr, "\r%s [%s] %zu/%zu", label_.c_str(), bar.c_str(), done, total_);
  std::fflush(stderr);
}

}  // namespace cq::app
