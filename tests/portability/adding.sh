#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# adding.sh SOURCE [WAY]...: adds the library to a new program, in each given way or in all ways,
# from this source tree alone; builds the program in its own folder, runs it, and prints "ok WAY".
# Skips a way whose tools are missing; exits with 77 if that is the last one.
set -eu

# The quick start of the README, which encodes and decodes.
program() { cp "$source/tests/examples/quickstart.cpp" main.cpp; }
runs() {
    "./$1" >output
    grep -q '^token 1: not_found$' output
}
needs() {
    for tool; do command -v "$tool" >/dev/null || return 77; done
}
# readme LANGUAGE WORDS: the README's block in LANGUAGE that contains WORDS.
readme() {
    awk -v language="$1" -v words="$2" '
        /^```/ { if (inside && index(block, words)) printf "%s", block
                 inside = !inside && $0 == "```" language; block = ""; next }
        inside { block = block $0 "\n" }' "$source/README.md"
}
# released FOLDER: makes the archive of a release in FOLDER, under the README's name, and its checksum.
released() {
    release=tpns-codec-$version
    mkdir "$release"
    cp -r "$source/include" "$source/meson.build" "$source/meson_options.txt" "$release"
    tar czf "$1/$release.tar.gz" "$release"
    rm -r "$release"
    sum=$(sha256sum "$1/$release.tar.gz" | cut -d ' ' -f 1)
}
installed() {
    meson setup "$source" library --prefix="$PWD/prefix" -Dtests=false >log
    meson install -C library --quiet >>log
    rm -r library # what is installed must not need it
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
    mkdir -p subprojects/packagecache
    released subprojects/packagecache
    readme ini wrap-file | sed "s/^source_hash = .*/source_hash = $sum/" >subprojects/tpns-codec.wrap
    echo "project('user', 'cpp', default_options: 'cpp_std=c++17')" >meson.build
    readme meson dependency >>meson.build
    meson setup build >log
    ninja -C build --quiet >>log
    runs build/main
}

pkg_config() {
    needs meson ninja pkg-config || return
    installed
    PKG_CONFIG_PATH=$PWD/prefix/share/pkgconfig
    export PKG_CONFIG_PATH
    test "$(pkg-config --modversion tpns-codec)" = "$version"
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
    mkdir third_party
    cp -r "$source/include" third_party/tpns-codec
    cmake_program "$(readme cmake add_subdirectory)"
    with_cmake
}

cmake_fetched() {
    needs cmake || return
    released .
    cmake_program "$(readme cmake FetchContent | sed "s|https://[^ ]*/|file://$PWD/|; s|SHA256=.*|SHA256=$sum|")"
    with_cmake
}

# cmake_program LINES: a program with LINES added, which checks the version against meson's.
cmake_program() {
    cat >CMakeLists.txt <<EOF
cmake_minimum_required(VERSION 3.18...3.31)
project(user VERSION 7.8.9 LANGUAGES CXX)
add_executable(main main.cpp)
$1
get_target_property(folder tpns-codec SOURCE_DIR)
get_directory_property(found DIRECTORY "\${folder}" DEFINITION PROJECT_VERSION)
if(NOT found STREQUAL "$version" OR NOT PROJECT_VERSION STREQUAL "7.8.9")
    message(FATAL_ERROR "version \${found}, where meson has $version")
endif()
EOF
}

with_cmake() {
    if command -v ninja >/dev/null; then set -- -G Ninja "$@"; fi
    cmake -Werror=dev -S . -B build "$@" >log
    cmake --build build >>log
    runs build/main
}

source=$(cd "$1" && pwd)
shift
cxx=${CXX:-c++}
version=$(sed -n "/version: /{s/.*'\(.*\)'.*/\1/p;q}" "$source/meson.build")
[ $# -ne 0 ] || set -- copying copying_without_a_library meson_subproject pkg_config \
    cmake_package cmake_folder cmake_fetched
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
last=0
for way; do
    mkdir "$scratch/$way"
    # In a subshell, and without an `if` around it, which would disable `set -e`.
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
