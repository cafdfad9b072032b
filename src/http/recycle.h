// Empties what the next request of a connection will fill again, without keeping big buffers.
#pragma once

#include <string>

#include "http/request.h"

namespace cq::http {

void Recycle(std::string& text);
void Recycle(Request& request);

}  // namespace cq::http
