# Everything that is the same for all targets: language, warnings, hardening, Qt strictness, libraries.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_AUTOMOC ON)
set(CMAKE_AUTORCC ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "Build type" FORCE)
endif()

find_package(Qt6 6.4 REQUIRED COMPONENTS Core Concurrent Network Sql Gui Widgets Svg DBus LinguistTools)
if(BUILD_TESTING)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
endif()
find_package(OpenSSL 3.0 REQUIRED)
find_package(tl-expected REQUIRED)
find_path(XXHASH_INCLUDE_DIR xxhash.h REQUIRED)
find_library(XXHASH_LIBRARY xxhash REQUIRED)
add_library(landline_xxhash INTERFACE)
target_include_directories(landline_xxhash INTERFACE ${XXHASH_INCLUDE_DIR})
target_link_libraries(landline_xxhash INTERFACE ${XXHASH_LIBRARY})
# Where the library was built to choose the widest instructions of the processor it runs on: twice as fast.
include(CheckCXXSourceCompiles)
set(CMAKE_REQUIRED_INCLUDES ${XXHASH_INCLUDE_DIR})
set(CMAKE_REQUIRED_LIBRARIES ${XXHASH_LIBRARY})
check_cxx_source_compiles("#include <xxh_x86dispatch.h>
    int main() { return int(XXH3_64bits_dispatch(\"\", 0)); }" LANDLINE_XXHASH_DISPATCH)
unset(CMAKE_REQUIRED_INCLUDES)
unset(CMAKE_REQUIRED_LIBRARIES)
qt_standard_project_setup()

# Line tables are enough for a useful backtrace and keep builds small.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")

add_library(landline_options INTERFACE)
target_compile_definitions(landline_options INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_FOREACH QT_NO_URL_CAST_FROM_STRING
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_DISABLE_DEPRECATED_BEFORE=0x060400 QT_MESSAGELOGCONTEXT
    LANDLINE_VERSION="${PROJECT_VERSION}")
if(NOT MSVC)
    target_compile_options(landline_options INTERFACE
        -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast -Wnon-virtual-dtor
        -Woverloaded-virtual -fstack-protector-strong -ffile-prefix-map=${CMAKE_SOURCE_DIR}=.)
    set(CMAKE_POSITION_INDEPENDENT_CODE ON)
    if(LANDLINE_WERROR)
        target_compile_options(landline_options INTERFACE -Werror)
    endif()
    if(LANDLINE_SANITIZE)
        target_compile_options(landline_options INTERFACE -fsanitize=address,undefined -fno-omit-frame-pointer
            -fno-sanitize-recover=undefined)
        target_link_options(landline_options INTERFACE -fsanitize=address,undefined)
    elseif(NOT LANDLINE_FUZZ)
        target_compile_definitions(landline_options INTERFACE
            $<$<CONFIG:Release,RelWithDebInfo>:_FORTIFY_SOURCE=2>)
    endif()
    if(LANDLINE_FUZZ)
        target_compile_options(landline_options INTERFACE -fsanitize=fuzzer-no-link,address,undefined)
        target_link_options(landline_options INTERFACE -fsanitize=address,undefined)
    endif()
    if(LANDLINE_COVERAGE)
        target_compile_options(landline_options INTERFACE --coverage)
        target_link_options(landline_options INTERFACE --coverage)
    endif()
    if(UNIX AND NOT APPLE)
        target_link_options(landline_options INTERFACE -Wl,-z,relro,-z,now)
        find_program(MOLD mold)
        if(MOLD AND NOT LANDLINE_FUZZ)
            target_link_options(landline_options INTERFACE -fuse-ld=mold)
        endif()
    endif()
endif()

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # The sloppiness is what ccache asks for when precompiled headers are used.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
endif()

# Headers that nearly every source needs anyway; built once for all modules. What every change of rebuilds everything
# in any case belongs in it, too: the types of the model.
function(landline_precompile target)
    if(NOT LANDLINE_PCH OR LANDLINE_FUZZ)
        return()
    endif()
    if(NOT TARGET landline_pch)
        file(WRITE "${CMAKE_BINARY_DIR}/pch.cpp" "// carries the precompiled header\n")
        add_library(landline_pch OBJECT "${CMAKE_BINARY_DIR}/pch.cpp")
        target_link_libraries(landline_pch PRIVATE landline_options Qt6::Core tl::expected)
        target_include_directories(landline_pch PRIVATE "${CMAKE_SOURCE_DIR}/app")
        target_precompile_headers(landline_pch PRIVATE
            <QByteArray> <QDateTime> <QDebug> <QElapsedTimer> <QFuture> <QHash> <QList> <QObject> <QSet> <QString> <QTimer>
            <QVariant>
            <algorithm> <array> <chrono> <functional> <map> <memory> <optional> <set> <tl/expected.hpp> <variant> <vector>
            "${CMAKE_SOURCE_DIR}/app/model/post.h" "${CMAKE_SOURCE_DIR}/app/model/transfer.h")
        set_target_properties(landline_pch PROPERTIES AUTOMOC OFF AUTORCC OFF)
    endif()
    target_precompile_headers(${target} REUSE_FROM landline_pch)
endfunction()
