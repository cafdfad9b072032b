// CQ_DATABASE_URL as SQLAlchemy reads it.
#pragma once

#include <string>
#include <string_view>

#include "config/parse.h"

namespace cq::config {

// The file of sqlite:///relative.db, sqlite:////absolute.db or sqlite+pysqlite:///...; a query
// string (driver arguments) is ignored. The error follows "give " and never repeats the URL, which
// may hold a password.
Parsed<std::string> DatabasePathFromUrl(std::string_view url);

}  // namespace cq::config
