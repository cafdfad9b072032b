// What a query of the search index costs, by the size of the store and the number of matches.
#include <benchmark/benchmark.h>
#include <malloc.h>

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "knowledge/search_index.h"

namespace cq::knowledge {
namespace {

// Every unit has one to three topics. "everywhere" is in a fifth of the units, "apart" in another
// fifth and never with it, "fixed" in 2,000 whatever the size.
constexpr std::size_t kFixedMatches = 2'000;

enum class Confidence { kEqual, kSpread };

UnitFacts MakeFacts(std::mt19937_64& random, RowId row_id, std::size_t units, Confidence kind) {
  UnitFacts facts;
  facts.row_id = row_id;
  facts.status = "approved";
  facts.tier = "private";
  facts.created_at = "2026-01-01T00:00:00." + std::to_string(100'000 + row_id % 900'000) + "+00:00";
  facts.reviewed_at = facts.created_at;
  const auto index = static_cast<std::size_t>(row_id);
  if (index % 5 == 0) facts.domains.emplace_back("everywhere");
  if (index % 5 == 1) facts.domains.emplace_back("apart");
  if (index % (units / kFixedMatches) == 0) facts.domains.emplace_back("fixed");
  const std::size_t topics = 1 + random() % 3;
  for (std::size_t i = 0; i < topics; ++i) {
    facts.domains.push_back("topic" + std::to_string(random() % 200));
  }
  RankingFacts ranking;
  ranking.key = {random(), random()};
  ranking.confidence =
      kind == Confidence::kEqual ? 0.5 : static_cast<double>(random() % 1'000'000) / 1'000'000;
  ranking.domains = facts.domains;
  ranking.languages = {"language" + std::to_string(random() % 10)};
  ranking.frameworks = {"framework" + std::to_string(random() % 40)};
  ranking.pattern = "pattern" + std::to_string(random() % 1'000);
  facts.ranking = std::move(ranking);
  return facts;
}

const SearchIndex& Store(std::size_t units, Confidence kind) {
  static std::map<std::pair<std::size_t, Confidence>, std::unique_ptr<SearchIndex>> stores;
  std::unique_ptr<SearchIndex>& index = stores[{units, kind}];
  if (index == nullptr) {
    index = std::make_unique<SearchIndex>();
    std::mt19937_64 random(units);
    for (std::size_t i = 1; i <= units; ++i) {
      index->Upsert(MakeFacts(random, static_cast<RowId>(i), units, kind));
    }
  }
  return *index;
}

void RunQuery(benchmark::State& state, const IndexQuery& query) {
  const auto kind = state.range(1) == 0 ? Confidence::kEqual : Confidence::kSpread;
  const SearchIndex& index = Store(static_cast<std::size_t>(state.range(0)), kind);
  for (auto _ : state) benchmark::DoNotOptimize(index.Query(query));
}

IndexQuery Ask(std::vector<std::string> domains) {
  IndexQuery query;
  query.domains = std::move(domains);
  query.limit = 5;
  return query;
}

void FixedMatches(benchmark::State& state) { RunQuery(state, Ask({"fixed"})); }
void Popular(benchmark::State& state) { RunQuery(state, Ask({"everywhere"})); }
void TwoDomains(benchmark::State& state) { RunQuery(state, Ask({"everywhere", "topic7"})); }
void NeverTogether(benchmark::State& state) { RunQuery(state, Ask({"everywhere", "apart"})); }

void FixedWithContext(benchmark::State& state) {
  IndexQuery query = Ask({"fixed", "topic3"});
  query.languages = {"language1"};
  query.frameworks = {"framework2"};
  RunQuery(state, query);
}

void PopularWithContext(benchmark::State& state) {
  IndexQuery query = Ask({"everywhere", "topic3"});
  query.languages = {"language1"};
  query.frameworks = {"framework2"};
  query.pattern = "pattern5";
  RunQuery(state, query);
}

void Shapes(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgNames({"units", "spread"})->ArgsProduct({{10'000, 1'000'000}, {0, 1}});
}

BENCHMARK(FixedMatches)->Apply(Shapes);
BENCHMARK(FixedWithContext)->Apply(Shapes);
BENCHMARK(Popular)->Apply(Shapes);
BENCHMARK(PopularWithContext)->Apply(Shapes);
BENCHMARK(TwoDomains)->Apply(Shapes);
BENCHMARK(NeverTogether)->Apply(Shapes);

// One change of a unit: taken out and put in again with another confidence.
void Upsert(benchmark::State& state) {
  const auto units = static_cast<std::size_t>(state.range(0));
  SearchIndex index;
  std::mt19937_64 random(units);
  std::vector<UnitFacts> facts;
  for (std::size_t i = 1; i <= units; ++i) {
    index.Upsert(MakeFacts(random, static_cast<RowId>(i), units, Confidence::kSpread));
  }
  for (std::size_t i = 0; i < 1'000; ++i) {
    const auto row_id = static_cast<RowId>(random() % units + 1);
    facts.push_back(MakeFacts(random, row_id, units, Confidence::kSpread));
  }
  std::size_t next = 0;
  for (auto _ : state) index.Upsert(facts[next++ % facts.size()]);
}
BENCHMARK(Upsert)->Arg(10'000)->Arg(1'000'000);

// Fills an index and reports its memory.
void Fill(benchmark::State& state) {
  const auto units = static_cast<std::size_t>(state.range(0));
  for (auto _ : state) {
    std::mt19937_64 random(units);
    const struct mallinfo2 before = mallinfo2();
    SearchIndex index;
    for (std::size_t i = 1; i <= units; ++i) {
      index.Upsert(MakeFacts(random, static_cast<RowId>(i), units, Confidence::kEqual));
    }
    const struct mallinfo2 after = mallinfo2();
    const auto held = static_cast<double>(after.uordblks + after.hblkhd) -
                      static_cast<double>(before.uordblks + before.hblkhd);
    state.counters["bytes_per_unit"] = held / static_cast<double>(units);
  }
}
BENCHMARK(Fill)->Arg(1'000'000)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace cq::knowledge

BENCHMARK_MAIN();
