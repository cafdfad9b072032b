// Arguments -> Config -> the command.
#include <unistd.h>

#include <exception>

#include "app/command_line.h"
#include "app/console.h"
#include "app/exit_code.h"
#include "app/process_setup.h"
#include "app/run_command.h"
#include "config/config.h"

int main(int argc, char** argv) {
  try {
    cq::app::PrepareProcess();
    const auto line = cq::app::ParseCommandLine(argc, argv);
    if (!line) return line.error();
    const auto config = cq::config::Config::Load(cq::app::ReadEnvironment(environ), line->flags);
    if (!config) {
      cq::app::Complain(config.error());
      return cq::app::kExitUsage;
    }
    return cq::app::RunCommand(*line, *config);
  } catch (const std::exception& failure) {
    return cq::app::Complain(failure.what());
  }
}
