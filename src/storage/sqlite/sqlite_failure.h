// Words SQLite result codes for operators: what happened and how to mend it.
#pragma once

#include <string>
#include <string_view>

namespace cq::storage::sqlite {

inline constexpr std::string_view kFileReplaced =
    "database file was replaced or removed while serving; restart the server";

// `code` may be an extended result code; `detail` is SQLite's own message.
std::string DescribeFailure(int code, std::string_view detail, std::string_view path);

}  // namespace cq::storage::sqlite
