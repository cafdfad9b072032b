// The one table of settings: documentation, --help, `config` and the warnings come from it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/parse.h"
#include "config/settings.h"

namespace cq::config {

enum class Sensitivity {
  kPlain,
  kSecret,  // never printed, and no flag: a command line can be read by every local user
};

// What an empty text means.
enum class EmptyText {
  kUnset,  // as if the variable were absent
  kValue,  // a value like others, mostly a wrong one
};

struct Variable {
  std::string_view name;          // CQ_PORT
  std::string_view placeholder;   // PORT, for --help
  std::string_view default_text;  // empty: none
  std::string_view description;
  Sensitivity sensitivity;
  EmptyText empty_text;
  // Stores the parsed text and returns the text to show for it.
  Parsed<std::string> (*assign)(std::string_view text, Settings& settings);
};

const std::vector<Variable>& Variables();

// "--port" for CQ_PORT; empty for secrets.
std::string FlagOf(const Variable& variable);

}  // namespace cq::config
