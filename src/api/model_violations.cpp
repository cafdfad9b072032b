#include "api/model_violations.h"

#include <type_traits>

#include "auth/python_repr.h"
#include "core/text.h"
#include "json/write.h"

namespace cq::api {
namespace {

constexpr std::size_t kShownInputBytes = 50;
constexpr std::size_t kShownHeadBytes = 25;
constexpr std::size_t kShownTailBytes = 24;

bool IsContinuationByte(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// Cuts out the middle of a long text, at character boundaries.
std::string Shortened(std::string_view text) {
  if (text.size() <= kShownInputBytes) return std::string(text);
  std::size_t head = kShownHeadBytes;
  while (IsContinuationByte(text[head])) --head;
  std::size_t tail = text.size() - kShownTailBytes;
  while (tail < text.size() && IsContinuationByte(text[tail])) ++tail;
  return std::string(text.substr(0, head)) + "..." + std::string(text.substr(tail));
}

void AppendRepr(std::string& out, const json::Value& value) {
  std::visit(
      [&out](const auto& held) {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::nullptr_t>) {
          out += "None";
        } else if constexpr (std::is_same_v<Held, bool>) {
          out += held ? "True" : "False";
        } else if constexpr (std::is_same_v<Held, std::string>) {
          out += auth::PythonRepr(held);
        } else if constexpr (std::is_same_v<Held, json::Array>) {
          out += '[';
          for (std::size_t i = 0; i < held.size(); ++i) {
            if (i > 0) out += ", ";
            AppendRepr(out, held[i]);
          }
          out += ']';
        } else if constexpr (std::is_same_v<Held, json::Object>) {
          out += '{';
          for (std::size_t i = 0; i < held.size(); ++i) {
            if (i > 0) out += ", ";
            out += auth::PythonRepr(held[i].first) + ": ";
            AppendRepr(out, held[i].second);
          }
          out += '}';
        } else {
          json::AppendValue(out, json::Value(held), json::FloatStyle::kPython);
        }
      },
      value.data());
}

std::string Repr(const json::Value& value) {
  std::string out;
  AppendRepr(out, value);
  return out;
}

std::string ListRepr(const std::vector<std::string>& texts) {
  return Repr(json::Array(texts.begin(), texts.end()));
}

}  // namespace

void ModelViolations::Add(std::string_view path, std::string_view message, std::string_view type,
                          std::string_view input, std::string_view input_type) {
  ++count_;
  entries_ += '\n';
  entries_ += path;
  entries_ += "\n  ";
  entries_ += message;
  entries_ += " [type=";
  entries_ += type;
  entries_ += ", input_value=";
  entries_ += Shortened(input);
  entries_ += ", input_type=";
  entries_ += input_type;
  entries_ += "]\n    For further information visit https://errors.pydantic.dev/2.14/v/";
  entries_ += type;
}

void ModelViolations::AddTooLong(std::string_view field, std::string_view path, std::size_t limit,
                                 std::string_view value) {
  Add(path,
      "Value error, " + std::string(field) + " must be at most " + std::to_string(limit) +
          " characters, got " + std::to_string(CodePointCount(value)),
      "value_error", auth::PythonRepr(value), "str");
}

void ModelViolations::AddTooManyItems(std::string_view path, std::size_t limit,
                                      const std::vector<std::string>& values) {
  Add(path,
      "List should have at most " + std::to_string(limit) + " items after validation, not " +
          std::to_string(values.size()),
      "too_long", ListRepr(values), "list");
}

void ModelViolations::AddExtensionKeys(const std::vector<std::string>& malformed,
                                       const json::Object& extensions) {
  Add("extensions",
      "Value error, extension keys must match namespace:key format, got: " + ListRepr(malformed),
      "value_error", Repr(json::Value(extensions)), "dict");
}

std::string ModelViolations::ToText() const {
  return std::to_string(count_) + " validation error" + (count_ == 1 ? "" : "s") + " for " +
         model_ + entries_;
}

}  // namespace cq::api
