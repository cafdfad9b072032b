#include "app/export_command.h"

#include <unistd.h>

#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <string_view>
#include <system_error>

#include "app/console.h"
#include "app/exit_code.h"
#include "app/module_options.h"
#include "json/parse.h"
#include "json/write.h"
#include "storage/database.h"

namespace cq::app {
namespace {

json::Value TextOrNull(const std::optional<std::string>& text) {
  return text ? json::Value(*text) : json::Value(nullptr);
}

// nullopt when the row's document is no JSON object.
std::optional<std::string> UnitLine(const knowledge::UnitRow& row) {
  auto document = json::Parse(row.data, json::kStoredMaxDepth);
  json::Object* members = document ? document->AsObject() : nullptr;
  if (members == nullptr) return std::nullopt;
  members->emplace_back("status", row.status);
  members->emplace_back("reviewed_by", TextOrNull(row.reviewed_by));
  members->emplace_back("reviewed_at", TextOrNull(row.reviewed_at));
  members->emplace_back("created_at", row.created_at);
  return json::Write(*document, json::FloatStyle::kRust);
}

// Counts of what was written and what could not be.
struct ExportCounts {
  std::size_t written = 0;
  std::size_t unreadable = 0;
};

ExportCounts WriteUnits(knowledge::KnowledgeRepository& units, std::ostream& out) {
  ExportCounts counts;
  out << "[";
  units.VisitAll([&](const knowledge::UnitRow& row) {
    const std::optional<std::string> line = UnitLine(row);
    if (!line) {
      Warn("unit " + row.id + " holds no JSON object and is left out");
      ++counts.unreadable;
      return;
    }
    out << (counts.written == 0 ? "\n" : ",\n") << *line;
    ++counts.written;
  });
  out << "\n]\n" << std::flush;
  return counts;
}

int Report(const ExportCounts& counts, const std::ostream& out) {
  if (!out) return Complain("the export could not be written completely");
  std::cerr << "exported " << counts.written << " units\n";
  return counts.unreadable == 0 ? 0 : kExitFailure;
}

int ExportToFile(knowledge::KnowledgeRepository& units, const std::string& file) {
  const std::string partial = file + ".partial-" + std::to_string(::getpid());
  int exit_code = kExitFailure;
  {
    std::ofstream out(partial, std::ios::binary | std::ios::trunc);
    if (!out) return Complain("cannot write " + partial);
    const ExportCounts counts = WriteUnits(units, out);
    out.close();
    exit_code = Report(counts, out);
    if (!out) {
      std::remove(partial.c_str());
      return exit_code;
    }
  }
  std::error_code error;
  std::filesystem::rename(partial, file, error);
  if (!error) return exit_code;
  std::remove(partial.c_str());
  return Complain("cannot write " + file + ": " + error.message());
}

}  // namespace

int ExportUnits(const config::Settings& settings, const std::string& file) {
  if (const auto absent = DatabaseIsAbsent(settings)) return *absent;
  const auto database = storage::OpenSqlite(DatabaseOptionsOf(settings));
  if (!file.empty()) return ExportToFile(database->knowledge(), file);
  return Report(WriteUnits(database->knowledge(), std::cout), std::cout);
}

}  // namespace cq::app
