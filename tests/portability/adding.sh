#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# adding.sh SOURCE [WAY]...: adds the library to a new program in each of these ways, or in all of
# them, in a folder of its own and as somebody who has only this source tree; builds the program,
# runs it, and prints "ok WAY". A way whose tools are missing is skipped: 77 when it is the last one.
set -eu

# The program of README's first page, which encodes and decodes.
program() { cp "$source/tests/examples/quickstart.cpp" main.cpp; }
runs() {
    "./$1" >output
    grep -q '^batch operation partially failed$' output
}
needs() {
    for tool; do command -v "$tool" >/dev/null || return 77; done
}
installed() {
    meson setup "$source" library --prefix="$PWD/prefix" -Dtests=false >log
    meson install -C library --quiet >>log
    rm -r library # it must not be needed any more
}

copying() {
    cp -r "$source/include" .
    $cxx -std=c++17 -Iinclude main.cpp -lboost_json -o main
    runs main
}

copying_without_a_library() {
    cp -r "$source/include" .
    { cat main.cpp && echo '#include <boost/json/src.hpp>'; } >whole.cpp
    $cxx -std=c++17 -Iinclude whole.cpp -o main
    runs main
}

meson_subproject() {
    needs meson ninja || return
    # As from a release: an archive, and a wrap file that says where it is to be had.
    mkdir -p subprojects/packagecache tpns-codec-release
    cp -r "$source/include" "$source/meson.build" "$source/meson_options.txt" \
        tpns-codec-release
    archive=subprojects/packagecache/tpns-codec.tar.gz
    tar czf "$archive" tpns-codec-release
    rm -r tpns-codec-release
    cat >subprojects/tpns-codec.wrap <<EOF
[wrap-file]
directory = tpns-codec-release
source_url = https://example.invalid/tpns-codec.tar.gz
source_filename = tpns-codec.tar.gz
source_hash = $(sha256sum "$archive" | cut -d' ' -f1)

[provide]
dependency_names = tpns-codec
EOF
    cat >meson.build <<EOF
project('user', 'cpp', default_options: 'cpp_std=c++17')
executable('main', 'main.cpp', dependencies: dependency('tpns-codec', version: '>=0.1'))
EOF
    meson setup build >log
    ninja -C build --quiet >>log
    runs build/main
}

pkg_config() {
    needs meson ninja pkg-config || return
    installed
    PKG_CONFIG_PATH=$PWD/prefix/share/pkgconfig
    export PKG_CONFIG_PATH
    pkg-config --exists 'tpns-codec >= 0.1'
    # Unquoted: a list of arguments.
    $cxx -std=c++17 main.cpp $(pkg-config --cflags --libs tpns-codec) -o main
    runs main
}

cmake_package() {
    needs meson ninja cmake || return
    installed
    mv prefix elsewhere # the files must not know where they were installed
    cat >CMakeLists.txt <<'EOF'
cmake_minimum_required(VERSION 3.16)
project(user CXX)
find_package(tpns-codec 0.1 CONFIG REQUIRED)
add_executable(main main.cpp)
target_link_libraries(main PRIVATE tpns-codec::tpns-codec)
find_package(tpns-codec CONFIG REQUIRED) # any version, and twice
find_package(tpns-codec 0.0 CONFIG QUIET)
if(tpns-codec_FOUND)
    message(FATAL_ERROR "0.0 is another interface")
endif()
find_package(tpns-codec 1.0 CONFIG QUIET)
if(tpns-codec_FOUND)
    message(FATAL_ERROR "there is no 1.0 here")
endif()
EOF
    with_cmake -DCMAKE_PREFIX_PATH="$PWD/elsewhere"
}

cmake_folder() {
    needs cmake || return
    cp -r "$source/include" tpns-codec
    cat >CMakeLists.txt <<'EOF'
cmake_minimum_required(VERSION 3.16)
project(user CXX)

find_package(Boost 1.81 REQUIRED COMPONENTS json)
add_library(tpns-codec INTERFACE)
target_include_directories(tpns-codec SYSTEM INTERFACE tpns-codec)
target_link_libraries(tpns-codec INTERFACE Boost::json)
target_compile_features(tpns-codec INTERFACE cxx_std_17)

add_executable(main main.cpp)
target_link_libraries(main PRIVATE tpns-codec)
EOF
    with_cmake
}

with_cmake() {
    cmake -S . -B build "$@" >log
    cmake --build build >>log
    runs build/main
}

source=$(cd "$1" && pwd)
shift
cxx=${CXX:-c++}
[ $# -ne 0 ] || set -- copying copying_without_a_library meson_subproject pkg_config \
    cmake_package cmake_folder
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
last=0
for way; do
    mkdir "$scratch/$way"
    # A shell of its own, and no `if` around it: `set -e` holds in neither else.
    set +e
    (
        set -e
        cd "$scratch/$way"
        program
        $way
    )
    last=$?
    set -e
    case $last in
    0) echo "ok $way" ;;
    77) echo "skipped $way: a tool is missing" ;;
    *)
        [ ! -e "$scratch/$way/log" ] || cat "$scratch/$way/log"
        echo "failed $way"
        exit 1
        ;;
    esac
done
exit $last
