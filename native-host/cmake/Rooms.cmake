# A room is a folder of native-host/ built as one static library; its tests mirror it in tests/native-host/.

# What most files of the rooms include, parsed once per build with VOLITION_PRECOMPILED. No file may count on it: the
# option is off while developing, so each includes what it names.
set(VOLITION_COMMON_HEADERS
    <algorithm> <array> <boost/json.hpp> <charconv> <chrono> <cstdint> <filesystem> <fstream> <functional> <map>
    <memory> <optional> <set> <span> <string> <string_view> <unordered_map> <utility> <variant> <vector>)

# volition_precompile(TARGET FROM OPTIONS HEADER...): TARGET's commonest headers, parsed once in the library FROM, which
# is made at first use and compiled with OPTIONS: GCC wants the same ones as TARGET's.
function(volition_precompile target from options)
  if(NOT VOLITION_PRECOMPILED)
    return()
  endif()
  if(NOT TARGET ${from})
    file(WRITE ${PROJECT_BINARY_DIR}/${from}.cpp "")
    add_library(${from} STATIC ${PROJECT_BINARY_DIR}/${from}.cpp)
    target_link_libraries(${from} PRIVATE volition_flags Boost::json)
    set_target_properties(${from} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
    target_compile_options(${from} PRIVATE ${options})
    target_precompile_headers(${from} PRIVATE ${ARGN})
  endif()
  target_precompile_headers(${target} REUSE_FROM ${from})
endfunction()

# volition_room(NAME LINK...): the static library volition_NAME from every .cpp of the current folder.
function(volition_room name)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(sources)
    add_library(volition_${name} STATIC ${sources})
    target_link_libraries(volition_${name} PUBLIC volition_flags ${ARGN})
    target_include_directories(volition_${name} PUBLIC ${PROJECT_SOURCE_DIR}/native-host)
    volition_precompile(volition_${name} volition_headers -fPIC ${VOLITION_COMMON_HEADERS})
  else()
    add_library(volition_${name} INTERFACE)
    target_link_libraries(volition_${name} INTERFACE volition_flags ${ARGN})
    target_include_directories(volition_${name} INTERFACE ${PROJECT_SOURCE_DIR}/native-host)
  endif()
endfunction()

# volition_test_program(TARGET): what every Catch2 program gets: main, and a quick build. The rooms are tested as they
# ship; the tests themselves need not be quick.
function(volition_test_program target)
  target_link_libraries(${target} PRIVATE volition_test_main)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
  target_compile_definitions(${target} PRIVATE VOLITION_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  volition_precompile(
    ${target} volition_test_headers "-fPIE;$<$<CONFIG:Release>:-O1>"
    ${PROJECT_SOURCE_DIR}/tests/support/catch/catch.hpp ${VOLITION_COMMON_HEADERS})
endfunction()

# volition_room_tests(NAME LINK...): the Catch2 program test_NAME from tests/native-host/NAME/*.cpp.
function(volition_room_tests name)
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/native-host/${name}/*.cpp)
  if(sources)
    add_executable(test_${name} ${sources})
    target_link_libraries(test_${name} PRIVATE volition_${name} ${ARGN})
    volition_test_program(test_${name})
    add_test(NAME ${name} COMMAND test_${name})
  endif()
endfunction()
