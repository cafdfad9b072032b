# Run at every build: writes OUTPUT from INPUT, touching it only when version or commit changed.
execute_process(COMMAND git -C ${SOURCE_DIR} describe --always --dirty --abbrev=12 --exclude=*
                OUTPUT_VARIABLE CQ_COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(NOT CQ_COMMIT)
  set(CQ_COMMIT unknown)
endif()
configure_file(${INPUT} ${OUTPUT} @ONLY)
