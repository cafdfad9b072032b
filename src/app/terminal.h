// Talking to a person at a terminal.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace cq::app {

// Asks on the terminal without echo. nullopt when there is no terminal or it was closed.
std::optional<std::string> PromptWithoutEcho(std::string_view question);

// One line on standard error that shows how far the work is; silent when that is no terminal.
class ProgressBar {
 public:
  ProgressBar(std::string_view label, std::size_t total);
  ~ProgressBar();  // ends the line
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void Show(std::size_t done);

 private:
  const std::string label_;
  const std::size_t total_;
  const bool visible_;
};

}  // namespace cq::app
