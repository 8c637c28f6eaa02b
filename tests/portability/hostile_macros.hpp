// SPDX-License-Identifier: BSL-1.0

// Names that the headers of engines, windowing systems and boards define as macros. Here each one
// expands to something that does not compile, so the compiler reports any header of ours that uses
// it. A macro is function-like if the original is, and so applies only before a parenthesis.
//
// No include guard, and the macros are never undefined: include this after all external headers.

// Unreal Engine: Misc/AssertionMacros.h, CoreTypes.h, Templates/Casts.h
#define check(...) @check
#define checkCode(...) @checkCode
#define checkf(...) @checkf
#define checkSlow(...) @checkSlow
#define checkNoEntry(...) @checkNoEntry
#define ensure(...) @ensure
#define ensureMsgf(...) @ensureMsgf
#define verify(...) @verify
#define verifyf(...) @verifyf
#define unimplemented(...) @unimplemented
#define TEXT(...) @TEXT
#define PI @PI
#define INDEX_NONE @INDEX_NONE
#define UPROPERTY(...) @UPROPERTY
#define UFUNCTION(...) @UFUNCTION
#define FORCEINLINE @FORCEINLINE
#define dynamic_cast @ dynamic_cast

// Windows: minwindef.h, winnt.h, wingdi.h, winuser.h, winbase.h, fileapi.h, combaseapi.h, rpcndr.h
#define min(...) @min
#define max(...) @max
#define near @near
#define far @far
#define NEAR @NEAR
#define FAR @FAR
#define pascal @pascal
#define cdecl @cdecl
#define small @small
#define hyper @hyper
#define interface @interface
#define IN @IN
#define OUT @OUT
#define OPTIONAL @OPTIONAL
#define CONST @CONST
#define VOID @VOID
#define BOOL @BOOL
#define TRUE @TRUE
#define FALSE @FALSE
#define STRICT @STRICT
#define CALLBACK @CALLBACK
#define DELETE @DELETE
#define ERROR @ERROR
#define ERROR_SUCCESS @ERROR_SUCCESS
#define NO_ERROR @NO_ERROR
#define ABSOLUTE @ABSOLUTE
#define RELATIVE @RELATIVE
#define DIFFERENCE @DIFFERENCE
#define OPAQUE @OPAQUE
#define TRANSPARENT @TRANSPARENT
#define PURE @PURE
#define THIS @THIS
#define Yield(...) @Yield
#define RGB(...) @RGB
#define AddJob @AddJob
#define CreateFile @CreateFile
#define CreateWindow @CreateWindow
#define DeleteFile @DeleteFile
#define DrawText @DrawText
#define GetClassName @GetClassName
#define GetCurrentTime(...) @GetCurrentTime
#define GetMessage @GetMessage
#define GetObject @GetObject
#define LoadString @LoadString
#define RegisterClass @RegisterClass
#define ReportEvent @ReportEvent
#define SendMessage @SendMessage
#define StartDoc @StartDoc
#define rad1 @rad1
#define lst1 @lst1

// X11: X.h, Xlib.h
#define Bool @Bool
#define Status @Status
#define Success @Success
#define None @None
#define Always @Always
#define True @True
#define False @False
#define Above @Above
#define Below @Below
#define BadRequest @BadRequest
#define BadValue @BadValue
#define Complex @Complex
#define Convex @Convex
#define ControlMask @ControlMask
#define CurrentTime @CurrentTime
#define Expose @Expose
#define FocusIn @FocusIn
#define KeyPress @KeyPress
#define Opposite @Opposite
#define Unsorted @Unsorted

// Arduino: Arduino.h, binary.h, Print.h, WString.h, and what AVR's registers are called
#define HIGH @HIGH
#define LOW @LOW
#define INPUT @INPUT
#define OUTPUT @OUTPUT
#define DEFAULT @DEFAULT
#define EXTERNAL @EXTERNAL
#define INTERNAL @INTERNAL
#define CHANGE @CHANGE
#define SERIAL @SERIAL
#define DISPLAY @DISPLAY
#define EULER @EULER
#define DEC @DEC
#define HEX @HEX
#define OCT @OCT
#define BIN @BIN
#define B0 @B0
#define B1 @B1
#define PA @PA
#define PB @PB
#define SP @SP
#define F(...) @F
#define abs(...) @abs
#define bit(...) @bit
#define bitClear(...) @bitClear
#define bitRead(...) @bitRead
#define bitSet(...) @bitSet
#define bitWrite(...) @bitWrite
#define byte @byte
#define constrain(...) @constrain
#define degrees(...) @degrees
#define highByte(...) @highByte
#define interrupts(...) @interrupts
#define lowByte(...) @lowByte
#define radians(...) @radians
#define round(...) @round
#define sq(...) @sq
#define word(...) @word

// macOS before 10.12: AssertMacros.h; Objective-C
#define require(...) @require
#define require_noerr(...) @require_noerr
#define check_noerr(...) @check_noerr
#define check_string(...) @check_string
#define verify_noerr(...) @verify_noerr
#define verify_action(...) @verify_action
#define YES @YES
#define NO @NO
#define nil @nil
#define Nil @Nil

// C libraries and system headers: complex.h, sys/sysmacros.h, termios.h, curses.h, nettle/hmac.h
#define I @I
#define major(...) @major
#define minor(...) @minor
#define makedev(...) @makedev
#define unix @unix
#define linux @linux
#define ECHO @ECHO
#define OK @OK
#define ERR @ERR
#define hmac_digest @hmac_digest
#define hmac_sha256_digest @hmac_sha256_digest
#define sha256_digest @sha256_digest

// Qt's keywords
#define emit @emit
#define foreach @foreach
#define forever @forever
#define signals @signals
#define slots @slots

// lwIP: sockets.h, with LWIP_COMPAT_SOCKETS
#define accept(...) @accept
#define bind(...) @bind
#define close(...) @close
#define closesocket(...) @closesocket
#define connect(...) @connect
#define fcntl(...) @fcntl
#define getpeername(...) @getpeername
#define getsockname(...) @getsockname
#define getsockopt(...) @getsockopt
#define ioctl(...) @ioctl
#define ioctlsocket(...) @ioctlsocket
#define listen(...) @listen
#define poll(...) @poll
#define read(...) @read
#define readv(...) @readv
#define recv(...) @recv
#define recvfrom(...) @recvfrom
#define recvmsg(...) @recvmsg
#define select(...) @select
#define send(...) @send
#define sendmsg(...) @sendmsg
#define sendto(...) @sendto
#define setsockopt(...) @setsockopt
#define shutdown(...) @shutdown
#define socket(...) @socket
#define write(...) @write
#define writev(...) @writev

// Godot 3: core/typedefs.h, core/error_macros.h
#define ABS(...) @ABS
#define CLAMP(...) @CLAMP
#define MAX(...) @MAX
#define MIN(...) @MIN
#define SIGN(...) @SIGN
#define SWAP(...) @SWAP
