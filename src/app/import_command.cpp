#include "app/import_command.h"

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/console.h"
#include "app/exit_code.h"
#include "app/import_entry.h"
#include "app/module_options.h"
#include "app/terminal.h"
#include "json/parse.h"
#include "storage/database.h"

namespace cq::app {
namespace {

using knowledge::IndexedRow;

constexpr std::size_t kBatchUnits = 500;
constexpr std::size_t kShownProblems = 50;

std::optional<std::string> ReadAll(const std::string& file) {
  if (file == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  std::string text(std::istreambuf_iterator<char>(in), {});
  if (in.bad()) return std::nullopt;
  return text;
}

// The array itself, or the one in an answer of the API.
const json::Array* EntriesOf(const json::Value& document) {
  if (const json::Array* entries = document.AsArray()) return entries;
  for (const char* name : {"data", "items"}) {
    const json::Value* member = document.Find(name);
    if (member != nullptr && member->AsArray() != nullptr) return member->AsArray();
  }
  return nullptr;
}

struct CheckedEntries {
  std::vector<IndexedRow> rows;
  std::size_t invalid = 0;
};

CheckedEntries CheckEntries(const json::Array& entries, const ImportDefaults& defaults) {
  CheckedEntries checked;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    auto row = ReadImportEntry(entries[i], defaults);
    if (row) {
      checked.rows.push_back(std::move(*row));
      continue;
    }
    if (++checked.invalid <= kShownProblems) {
      Complain("entry " + std::to_string(i + 1) + ": " + row.error());
    }
  }
  if (checked.invalid > kShownProblems) {
    Complain("... and " + std::to_string(checked.invalid - kShownProblems) + " more");
  }
  return checked;
}

std::size_t InsertInBatches(knowledge::KnowledgeRepository& units,
                            const std::vector<IndexedRow>& rows) {
  ProgressBar progress("importing", rows.size());
  std::size_t inserted = 0;
  for (std::size_t begin = 0; begin < rows.size(); begin += kBatchUnits) {
    const std::size_t end = std::min(begin + kBatchUnits, rows.size());
    const std::vector<IndexedRow> batch(rows.begin() + static_cast<std::ptrdiff_t>(begin),
                                        rows.begin() + static_cast<std::ptrdiff_t>(end));
    inserted += units.InsertMissing(batch);
    progress.Show(end);
  }
  return inserted;
}

}  // namespace

int ImportUnits(const config::Settings& settings, const ImportArguments& arguments) {
  const auto text = ReadAll(arguments.file);
  if (!text) return Complain("cannot read " + arguments.file);
  const auto document = json::Parse(*text);
  if (!document) {
    return Complain(arguments.file + " is no JSON: " + document.error().message + " at character " +
                    std::to_string(document.error().offset));
  }
  const json::Array* entries = EntriesOf(*document);
  if (entries == nullptr) return Complain(arguments.file + " holds no JSON array of units");

  const CheckedEntries checked =
      CheckEntries(*entries, {.status = arguments.status, .now = SystemClock().Now()});
  if (checked.invalid > 0 && arguments.invalid_entries == InvalidEntries::kRefuse) {
    return Complain("nothing was imported: " + std::to_string(checked.invalid) + " of " +
                    std::to_string(entries->size()) +
                    " entries are invalid; mend them or use --skip-invalid");
  }

  const auto database = storage::OpenSqlite(DatabaseOptionsOf(settings));
  const std::size_t inserted = InsertInBatches(database->knowledge(), checked.rows);
  std::cerr << "imported " << inserted << " units, " << checked.rows.size() - inserted
            << " were there already, " << checked.invalid << " invalid\n";
  return checked.invalid == 0 ? 0 : kExitFailure;
}

}  // namespace cq::app
