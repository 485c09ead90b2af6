# SPDX-License-Identifier: AGPL-3.0-or-later
# gx_library(name LINK libs...): a static library of all .c files below the current folder, except those in
# folders that have a CMakeLists.txt of their own. A folder without sources gives an empty interface library.
function(gx_library name)
  cmake_parse_arguments(ARG "" "" "LINK" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.c)
  file(GLOB_RECURSE own CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*/CMakeLists.txt)
  foreach(list_file ${own})
    get_filename_component(folder ${list_file} DIRECTORY)
    list(FILTER sources EXCLUDE REGEX "^${folder}/")
  endforeach()
  if(sources)
    add_library(${name} STATIC ${sources})
    target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR}/api ${CMAKE_SOURCE_DIR})
    target_link_libraries(${name} PUBLIC ${ARG_LINK})
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE ${ARG_LINK})
  endif()
endfunction()

# gx_program(name SOURCE main.c LINK libs... WHOLE libs...): WHOLE libraries are linked with all their objects, since
# handlers and job kinds register themselves. A program whose source is not there is left out.
function(gx_program name)
  cmake_parse_arguments(ARG "" "SOURCE" "LINK;WHOLE" ${ARGN})
  if(NOT EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${ARG_SOURCE})
    return()
  endif()
  add_executable(${name} ${ARG_SOURCE})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin
                                           POSITION_INDEPENDENT_CODE ON)
  if(ARG_WHOLE)
    list(JOIN ARG_WHOLE "," whole)
    set_target_properties(${name} PROPERTIES LINK_LIBRARY_OVERRIDE "WHOLE_ARCHIVE,${whole}")
  endif()
  target_link_libraries(${name} PRIVATE ${ARG_LINK})
endfunction()
