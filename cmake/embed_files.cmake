# Run at every build: writes OUTPUT.S with the bytes of FOLDER's files and OUTPUT.cpp with the table
# of them, touching them only when a file changed. Names that begin with a dot are left out.
file(GLOB_RECURSE files LIST_DIRECTORIES false RELATIVE ${FOLDER} ${FOLDER}/*)
list(FILTER files EXCLUDE REGEX "(^|/)\\.")
list(SORT files)

set(CQ_FUNCTION ${FUNCTION})
set(CQ_BYTES "")
set(CQ_SYMBOLS "")
set(CQ_ENTRIES "")
set(number 0)
foreach(name IN LISTS files)
  if(NOT name MATCHES "^[A-Za-z0-9._/@+-]+$")
    message(FATAL_ERROR "cannot embed a file of this name: ${FOLDER}/${name}")
  endif()
  set(symbol cq_${FUNCTION}_${number})
  file(SIZE ${FOLDER}/${name} size)
  # The digest makes the assembler run again when only the contents changed.
  file(SHA256 ${FOLDER}/${name} digest)
  string(APPEND CQ_BYTES
    "\n        .global ${symbol}\n${symbol}:\n        .incbin \"${FOLDER}/${name}\" /* ${digest} */\n")
  string(APPEND CQ_SYMBOLS "extern const char ${symbol}[];\n")
  string(APPEND CQ_ENTRIES "      {\"/${name}\", {${symbol}, ${size}}},\n")
  math(EXPR number "${number} + 1")
endforeach()
configure_file(${CMAKE_CURRENT_LIST_DIR}/embedded_files.S.in ${OUTPUT}.S @ONLY)
configure_file(${CMAKE_CURRENT_LIST_DIR}/embedded_files.cpp.in ${OUTPUT}.cpp @ONLY)
