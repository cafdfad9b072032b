#include "app/console.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <iostream>
#include <string>
#include <system_error>

#include "app/exit_code.h"

namespace cq::app {

int Complain(std::string_view problem) {
  std::cerr << "cq-server: " << problem << "\n";
  return kExitFailure;
}

int Complain(const Error& error) { return Complain(error.message); }

void Warn(std::string_view warning) { std::cerr << "cq-server: warning: " << warning << "\n"; }

std::string OnOneLine(std::string_view text) {
  std::string line(text);
  std::ranges::replace_if(line, [](unsigned char c) { return std::iscntrl(c) != 0; }, '?');
  return line;
}

std::optional<int> DatabaseIsAbsent(const config::Settings& settings) {
  std::error_code error;
  if (std::filesystem::exists(settings.database_path, error)) return std::nullopt;
  return Complain("there is no database at " + settings.database_path +
                  "; name it with CQ_DB_PATH or --db-path");
}

}  // namespace cq::app
