# A room is a folder of native-host/ built as one static library; its tests mirror it in tests/native-host/.

# volition_room(NAME LINK...): the static library volition_NAME from every .cpp of the current folder.
function(volition_room name)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(sources)
    add_library(volition_${name} STATIC ${sources})
    target_link_libraries(volition_${name} PUBLIC volition_flags ${ARGN})
    target_include_directories(volition_${name} PUBLIC ${PROJECT_SOURCE_DIR}/native-host)
  else()
    add_library(volition_${name} INTERFACE)
    target_link_libraries(volition_${name} INTERFACE volition_flags ${ARGN})
    target_include_directories(volition_${name} INTERFACE ${PROJECT_SOURCE_DIR}/native-host)
  endif()
endfunction()

# volition_room_tests(NAME LINK...): the Catch2 program test_NAME from tests/native-host/NAME/*.cpp.
function(volition_room_tests name)
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/native-host/${name}/*.cpp)
  if(sources)
    add_executable(test_${name} ${sources})
    target_link_libraries(test_${name} PRIVATE volition_${name} volition_test_main ${ARGN})
    # The rooms are tested as they ship; the tests themselves need not be quick, only quickly built.
    target_compile_options(test_${name} PRIVATE $<$<CONFIG:Release>:-O1>)
    target_compile_definitions(test_${name} PRIVATE VOLITION_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    add_test(NAME ${name} COMMAND test_${name})
  endif()
endfunction()
