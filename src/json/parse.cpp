#include "json/parse.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <unordered_map>
#include <utility>

#include "core/text.h"

// Written by hand because clients see where and why reading stopped, in the words of Python's json,
// and because no library keeps integers of any length.
namespace cq::json {
namespace {

// As many digits as Python's int() takes from text.
constexpr std::size_t kMaxIntegerDigits = 4300;

// From this many members on, repeated names are looked for by hash.
constexpr std::size_t kIndexedMembers = 16;

// Room made for an object's first members: growing moves all of them. The outermost object gets
// more, by the length of the text.
constexpr std::size_t kReservedMembers = 4;
constexpr std::size_t kMaxReservedMembers = 32;
constexpr std::size_t kBytesPerReservedMember = 40;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

void AppendUtf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0U | (c >> 6U));
    out += static_cast<char>(0x80U | (c & 0x3FU));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0U | (c >> 12U));
    out += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
    out += static_cast<char>(0x80U | (c & 0x3FU));
  } else {
    out += static_cast<char>(0xF0U | (c >> 18U));
    out += static_cast<char>(0x80U | ((c >> 12U) & 0x3FU));
    out += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
    out += static_cast<char>(0x80U | (c & 0x3FU));
  }
}

// Gathers members, each read in place: growing and moving values costs more than reading them.
class ObjectBuilder {
 public:
  ObjectBuilder(RepeatedNames repeated_names, std::size_t reserved_members)
      : repeated_names_(repeated_names), reserved_members_(reserved_members) {}

  // An empty member at the end, to be read into.
  Member& Add() {
    if (members_.empty()) members_.reserve(reserved_members_);
    return members_.emplace_back();
  }

  // Decides about the last member, now that its name is known.
  void Settle() {
    if (repeated_names_ == RepeatedNames::kKeep) return;
    Member& last = members_.back();
    if (Value* earlier = FindBeforeLast(last.first)) {
      *earlier = std::move(last.second);
      members_.pop_back();
      return;
    }
    if (!index_.empty()) {
      index_.emplace(last.first, members_.size() - 1);
    } else if (members_.size() == kIndexedMembers) {
      for (std::size_t i = 0; i < members_.size(); ++i) index_.emplace(members_[i].first, i);
    }
  }

  Object Take() { return std::move(members_); }

 private:
  Value* FindBeforeLast(const std::string& name) {
    if (!index_.empty()) {
      const auto found = index_.find(name);
      return found == index_.end() ? nullptr : &members_[found->second].second;
    }
    const auto last = members_.end() - 1;
    const auto found = std::find_if(members_.begin(), last,
                                    [&name](const Member& member) { return member.first == name; });
    return found == last ? nullptr : &found->second;
  }

  RepeatedNames repeated_names_;
  std::size_t reserved_members_;
  Object members_;
  std::unordered_map<std::string, std::size_t> index_;
};

class Parser {
 public:
  Parser(std::string_view text, std::size_t max_depth, RepeatedNames repeated_names)
      : text_(text), max_depth_(max_depth), repeated_names_(repeated_names) {}

  tl::expected<Value, ParseError> Run() {
    SkipWhitespace();
    Value value;
    if (!ReadValue(value, 0)) return tl::unexpected(std::move(*error_));
    SkipWhitespace();
    if (at_ != text_.size()) {
      Fail(ParseFailure::kSyntax, at_, "Extra data");
      return tl::unexpected(std::move(*error_));
    }
    return value;
  }

 private:
  bool Fail(ParseFailure failure, std::size_t at, std::string message) {
    error_ = ParseError{failure, CodePointCount(text_.substr(0, at)), std::move(message)};
    return false;
  }

  bool ExpectingValue(std::size_t at) { return Fail(ParseFailure::kSyntax, at, "Expecting value"); }

  bool AtEnd() const { return at_ >= text_.size(); }
  bool At(char c) const { return at_ < text_.size() && text_[at_] == c; }

  void SkipWhitespace() {
    if (!AtEnd() && text_[at_] > ' ') return;  // nearly always
    SkipWhitespaceRun();
  }

  void SkipWhitespaceRun() {
    while (At(' ') || At('\t') || At('\n') || At('\r')) ++at_;
  }

  bool TakeWord(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }

  bool ReadValue(Value& value, std::size_t depth) {
    if (AtEnd()) return ExpectingValue(at_);
    const char c = text_[at_];
    if (c == '"') return ReadString(value.MakeString());
    if (c == '{' || c == '[') {
      if (depth >= max_depth_) {
        return Fail(ParseFailure::kTooDeep, at_,
                    "Nested deeper than " + std::to_string(max_depth_) + " levels");
      }
      return c == '{' ? ReadObject(value, depth + 1) : ReadArray(value, depth + 1);
    }
    if (c == 'n' && TakeWord("null")) {
      value = Value(nullptr);
      return true;
    }
    if (c == 't' && TakeWord("true")) {
      value = Value(true);
      return true;
    }
    if (c == 'f' && TakeWord("false")) {
      value = Value(false);
      return true;
    }
    return ReadNumber(value);
  }

  bool ReadObject(Value& value, std::size_t depth) {
    ++at_;
    ObjectBuilder members(repeated_names_, ReservedMembers(depth));
    SkipWhitespace();
    if (At('}')) {
      ++at_;
      value = Value(members.Take());
      return true;
    }
    while (true) {
      if (!At('"')) {
        return Fail(ParseFailure::kSyntax, at_,
                    "Expecting property name enclosed in double quotes");
      }
      Member& member = members.Add();
      if (!ReadString(member.first)) return false;
      SkipWhitespace();
      if (!At(':')) return Fail(ParseFailure::kSyntax, at_, "Expecting ':' delimiter");
      ++at_;
      SkipWhitespace();
      if (!ReadValue(member.second, depth)) return false;
      members.Settle();
      SkipWhitespace();
      if (At('}')) break;
      if (!At(',')) return Fail(ParseFailure::kSyntax, at_, "Expecting ',' delimiter");
      ++at_;
      SkipWhitespace();
    }
    ++at_;
    value = Value(members.Take());
    return true;
  }

  bool ReadArray(Value& value, std::size_t depth) {
    ++at_;
    Array items;
    SkipWhitespace();
    if (At(']')) {
      ++at_;
      value = Value(std::move(items));
      return true;
    }
    while (true) {
      if (!ReadValue(items.emplace_back(), depth)) return false;
      SkipWhitespace();
      if (At(']')) break;
      if (!At(',')) return Fail(ParseFailure::kSyntax, at_, "Expecting ',' delimiter");
      ++at_;
      SkipWhitespace();
    }
    ++at_;
    value = Value(std::move(items));
    return true;
  }

  bool ReadString(std::string& out) {
    const std::size_t begin = at_++;
    while (true) {
      const std::size_t run = at_;
      SkipPlainChunks();
      while (!AtEnd() && text_[at_] != '"' && text_[at_] != '\\' &&
             static_cast<unsigned char>(text_[at_]) >= 0x20U) {
        ++at_;
      }
      out.append(text_, run, at_ - run);
      if (AtEnd()) {
        return Fail(ParseFailure::kSyntax, begin, "Unterminated string starting at");
      }
      if (text_[at_] == '"') {
        ++at_;
        return true;
      }
      if (text_[at_] != '\\') {
        return Fail(ParseFailure::kSyntax, at_, "Invalid control character at");
      }
      if (!ReadEscape(out, begin)) return false;
    }
  }

  // Eight bytes at a time, to the quote, backslash or control character that ends them, or near it.
  void SkipPlainChunks() {
    constexpr std::uint64_t kOnes = 0x0101010101010101U;
    constexpr std::uint64_t kHighBits = 0x80 * kOnes;
    while (text_.size() - at_ >= sizeof(std::uint64_t)) {
      std::uint64_t chunk = 0;
      std::memcpy(&chunk, text_.data() + at_, sizeof(chunk));
      // A byte below n borrows from its high bit in `x - n * kOnes`; one at or above 0x80 is none.
      const std::uint64_t quotes = chunk ^ ('"' * kOnes);
      const std::uint64_t backslashes = chunk ^ ('\\' * kOnes);
      const std::uint64_t found = ((chunk - 0x20 * kOnes) & ~chunk) | ((quotes - kOnes) & ~quotes) |
                                  ((backslashes - kOnes) & ~backslashes);
      const std::uint64_t hits = found & kHighBits;
      if (hits != 0) {
        // A hit may be wrong only above a right one, hence the lowest is right.
        if constexpr (std::endian::native == std::endian::little) {
          at_ += static_cast<std::size_t>(std::countr_zero(hits)) / 8;
        }
        return;
      }
      at_ += sizeof(chunk);
    }
  }

  bool ReadEscape(std::string& out, std::size_t begin) {
    const std::size_t backslash = at_++;
    if (AtEnd()) return Fail(ParseFailure::kSyntax, begin, "Unterminated string starting at");
    const char c = text_[at_++];
    switch (c) {
      case '"':
      case '\\':
      case '/':
        out += c;
        return true;
      case 'b':
        out += '\b';
        return true;
      case 'f':
        out += '\f';
        return true;
      case 'n':
        out += '\n';
        return true;
      case 'r':
        out += '\r';
        return true;
      case 't':
        out += '\t';
        return true;
      case 'u':
        return ReadUnicodeEscape(out, backslash);
      default:
        return Fail(ParseFailure::kSyntax, backslash, "Invalid \\escape");
    }
  }

  bool ReadUnicodeEscape(std::string& out, std::size_t backslash) {
    const auto first = TakeHex4();
    if (!first) {
      return Fail(ParseFailure::kSyntax, backslash + 1, "Invalid \\uXXXX escape");
    }
    char32_t code_point = *first;
    if (code_point >= 0xD800 && code_point <= 0xDFFF) {
      const bool pair_follows = code_point <= 0xDBFF && text_.substr(at_, 2) == "\\u";
      if (pair_follows) at_ += 2;
      const auto second = pair_follows ? TakeHex4() : std::nullopt;
      if (!second || *second < 0xDC00 || *second > 0xDFFF) {
        return Fail(ParseFailure::kInvalidText, backslash, "Lone surrogate");
      }
      code_point = 0x10000 + ((code_point - 0xD800) << 10U) + (*second - 0xDC00);
    }
    AppendUtf8(out, code_point);
    return true;
  }

  std::optional<char32_t> TakeHex4() {
    if (text_.size() - at_ < 4) return std::nullopt;
    std::uint32_t value = 0;
    const char* const first = text_.data() + at_;
    const auto read = std::from_chars(first, first + 4, value, 16);
    if (read.ec != std::errc() || read.ptr != first + 4 || *first == '-') return std::nullopt;
    at_ += 4;
    return static_cast<char32_t>(value);
  }

  std::size_t ReservedMembers(std::size_t depth) const {
    if (depth > 1) return kReservedMembers;
    return std::clamp(text_.size() / kBytesPerReservedMember, kReservedMembers,
                      kMaxReservedMembers);
  }

  void SkipDigits() {
    while (!AtEnd() && IsDigit(text_[at_])) ++at_;
  }

  bool ReadNumber(Value& value) {
    const std::size_t begin = at_;
    if (At('-')) ++at_;
    if (AtEnd() || !IsDigit(text_[at_])) {
      at_ = begin;
      return ExpectingValue(begin);
    }
    if (At('0')) {
      ++at_;
    } else {
      SkipDigits();
    }
    bool is_float = false;
    if (At('.') && at_ + 1 < text_.size() && IsDigit(text_[at_ + 1])) {
      is_float = true;
      ++at_;
      SkipDigits();
    }
    if (At('e') || At('E')) {
      std::size_t digits = at_ + 1;
      if (digits < text_.size() && (text_[digits] == '+' || text_[digits] == '-')) ++digits;
      if (digits < text_.size() && IsDigit(text_[digits])) {
        is_float = true;
        at_ = digits;
        SkipDigits();
      }
    }
    const std::string_view number = text_.substr(begin, at_ - begin);
    return is_float ? ReadFloat(value, number, begin) : ReadInteger(value, number, begin);
  }

  bool ReadFloat(Value& value, std::string_view number, std::size_t begin) {
    double read = 0;
    const auto result = std::from_chars(number.data(), number.data() + number.size(), read);
    if (result.ec == std::errc::result_out_of_range) {
      // from_chars does not tell underflow from overflow; strtod gives 0 or a denormal for the
      // first.
      read = std::strtod(std::string(number).c_str(), nullptr);
      if (read > 1.0 || read < -1.0) {
        return Fail(ParseFailure::kNumberRange, begin, "Number out of range");
      }
    }
    value = Value(read);
    return true;
  }

  bool ReadInteger(Value& value, std::string_view number, std::size_t begin) {
    std::int64_t read = 0;
    const auto result = std::from_chars(number.data(), number.data() + number.size(), read);
    if (result.ec == std::errc()) {
      value = Value(read);
      return true;
    }
    if (number.size() - (number.front() == '-' ? 1U : 0U) > kMaxIntegerDigits) {
      return Fail(ParseFailure::kNumberRange, begin, "Integer has too many digits");
    }
    value = Value(BigInteger{std::string(number)});
    return true;
  }

  std::string_view text_;
  std::size_t max_depth_;
  RepeatedNames repeated_names_;
  std::size_t at_ = 0;
  std::optional<ParseError> error_;
};

}  // namespace

tl::expected<Value, ParseError> Parse(std::string_view text, std::size_t max_depth,
                                      RepeatedNames repeated_names) {
  if (!IsValidUtf8(text)) {
    return tl::unexpected(ParseError{ParseFailure::kInvalidText, 0, "Not valid UTF-8"});
  }
  return Parser(text, max_depth, repeated_names).Run();
}

}  // namespace cq::json
