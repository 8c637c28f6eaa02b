#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# run.sh SCRATCH: tests the library under QEMU, on microcontrollers without an operating system and a
# heap. For a client (encodes requests, decodes responses) and for both directions, on a Cortex-M3 and
# on a Cortex-M4 with a floating-point unit, prints the sizes of code and constants, of data, and of
# the deepest stack. Fails if a program fails or uses the heap, or if code and constants exceed 48 kB.
# Debian 12.
set -eu
most=49152
scratch=$1
here=$(cd "$(dirname "$0")" && pwd)
source=$(cd "$here/../../.." && pwd)
sh "$source/tests/tools/packages.sh" libboost1.81-dev gcc-arm-none-eabi libnewlib-arm-none-eabi \
    libstdc++-arm-none-eabi-newlib qemu-system-arm
mkdir -p "$scratch"
cd "$scratch"
ln -sfn /usr/include/boost boost # only Boost: the rest of /usr/include belongs to this machine

try() { # NAME BOARD ARGUMENTS
    results=
    for file in board boost_json client both; do
        # Unquoted: a list of arguments.
        arm-none-eabi-g++ $3 -std=c++17 -Os -DNDEBUG -fno-exceptions -fno-rtti \
            -ffunction-sections -fdata-sections -Wall -Wextra -Werror --specs=nano.specs \
            -I"$source/include" -isystem . -c "$here/$file.cpp" -o $file.o
    done
    for program in client both; do
        arm-none-eabi-g++ $3 --specs=nano.specs --specs=nosys.specs -nostartfiles \
            -T "$here/cortex_m.ld" -Wl,--gc-sections -Wl,-Map=$program.map \
            board.o $program.o boost_json.o -o $program.elf
        said=$(timeout 60 qemu-system-arm -M "$2" -nographic -monitor none -serial none \
            -semihosting-config enable=on,target=native -kernel $program.elf 2>&1) || {
            echo "$1 $program: failed: $said"
            exit 1
        }
        arm-none-eabi-size $program.elf | sed 1d >size
        read -r text data bss rest <size
        results="$results$program $text bytes of code, $said; "
        echo "$1 $program: $text bytes of code and constants, $((data + bss)) of data, $said, no heap"
        [ "$text" -le "$most" ] || {
            echo "more than $most bytes of code and constants"
            exit 1
        }
    done
    python3 "$source/tests/tools/tested.py" note "$1" "${results%; }"
}

try cortex-m3 mps2-an385 '-mthumb -mcpu=cortex-m3'
try cortex-m4f mps2-an386 '-mthumb -mcpu=cortex-m4 -mfpu=fpv4-sp-d16 -mfloat-abi=hard'
