# Warnings, sanitizers and the two functions every CMakeLists.txt of this project uses.

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_link_options(-fuse-ld=mold)
endif()

add_library(cq_options INTERFACE)
target_include_directories(cq_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(cq_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wswitch-enum -Werror)
target_link_libraries(cq_options INTERFACE Threads::Threads)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports these inside libstdc++ itself once it inlines (GCC bugs 105329, 105562).
  target_compile_options(cq_options INTERFACE
    $<$<CONFIG:Release>:-Wno-restrict -Wno-maybe-uninitialized -Wno-stringop-overread>)
  if(CQ_SANITIZE)
    target_compile_options(cq_options INTERFACE
      -Wno-restrict -Wno-maybe-uninitialized -Wno-stringop-overflow)
  endif()
  if(CQ_SANITIZE STREQUAL "thread")
    # Asio's executors use atomic_thread_fence, which this sanitizer does not follow. What they
    # order is ordered by their locks as well.
    target_compile_options(cq_options INTERFACE -Wno-tsan)
  endif()
  target_link_options(cq_options INTERFACE $<$<CONFIG:Release>:-Wno-stringop-overread>)
endif()
if(CQ_SANITIZE)
  add_compile_options(-fsanitize=${CQ_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${CQ_SANITIZE})
endif()

# cq_add_module(NAME SOURCES a.cpp ... [DEPS core ...] [LIBS OpenSSL::Crypto ...])
# One static library cq_NAME per folder of src/; DEPS are other modules, LIBS foreign targets.
function(cq_add_module name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS;LIBS" ${ARGN})
  add_library(cq_${name} STATIC ${ARG_SOURCES})
  list(TRANSFORM ARG_DEPS PREPEND cq_)
  target_link_libraries(cq_${name} PUBLIC cq_options ${ARG_DEPS} ${ARG_LIBS})
endfunction()

# cq_add_test(NAME LABEL unit|storage|fuzz SOURCES ... DEPS core ... [LIBS ...])
function(cq_add_test name)
  cmake_parse_arguments(ARG "" "LABEL" "SOURCES;DEPS;LIBS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  list(TRANSFORM ARG_DEPS PREPEND cq_)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_link_libraries(${name} PRIVATE cq_options ${ARG_DEPS} ${ARG_LIBS} GTest::gmock GTest::gtest_main)
  gtest_discover_tests(${name} PROPERTIES LABELS ${ARG_LABEL} DISCOVERY_TIMEOUT 60)
endfunction()
