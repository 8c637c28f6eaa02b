# SPDX-License-Identifier: BSL-1.0

# Binds an account to each of two tokens, with the engine's own HTTP client, and prints the outcome of each. Exits with
# 0 if all are accepted. After the commands in tpns_extension.cpp, in the same folder:
#     godot --headless --path build/godot --import
#     TPNS_ACCESS_ID=ID TPNS_SECRET_KEY=KEY godot --headless --path build/godot --script main.gd -- URL
# The first one finds the extension, even if it crashes at its end, as Godot 4.6 does. The credentials are taken from the
# environment, since every user of the machine can read a command line.
extends SceneTree

const TOKENS = ["0123456789abcdef0123456789abcdef0123", "0123456789abcdef0123456789abcdef4567"]

func _initialize():
	var arguments = OS.get_cmdline_user_args()
	var access_id = OS.get_environment("TPNS_ACCESS_ID")
	var secret_key = OS.get_environment("TPNS_SECRET_KEY")
	if arguments.size() != 1 or access_id.is_empty() or secret_key.is_empty():
		return fail("needs a URL, and TPNS_ACCESS_ID and TPNS_SECRET_KEY in the environment")
	var body = Tpns.bind_accounts(TOKENS[0], "926@126.com", TOKENS[1], "1527000000")
	if body.is_empty():
		return fail("no request")
	var http = HTTPRequest.new()
	http.timeout = 60 # seconds
	http.max_redirects = 0 # the signature is for this server only
	http.body_size_limit = 1 << 20
	root.add_child(http)
	await process_frame
	var headers = signed(access_id, secret_key, body)
	if http.request(arguments[0] + Tpns.path(), headers, HTTPClient.METHOD_POST, body) != OK:
		return fail("cannot send")
	var reply = await http.request_completed # result, HTTP status, headers, body
	var outcomes = ""
	if reply[0] == HTTPRequest.RESULT_SUCCESS:
		outcomes = Tpns.outcomes(body, reply[3].get_string_from_utf8())
	if outcomes.is_empty():
		return fail("no outcomes: HTTP status %d, HTTPRequest.Result %d" % [reply[1], reply[0]])
	print(outcomes)
	var all_accepted = Array(outcomes.split("\n")).all(func(outcome): return outcome == "accepted")
	quit(0 if all_accepted else 1)

func fail(why):
	printerr(why)
	quit(1)

func signed(access_id, secret_key, body):
	var now = str(int(Time.get_unix_time_from_system()))
	var mac = Crypto.new().hmac_digest(HashingContext.HASH_SHA256, secret_key.to_utf8_buffer(),
			(now + access_id + body).to_utf8_buffer())
	return ["Content-Type: application/json", "AccessId: " + access_id, "TimeStamp: " + now,
			"Sign: " + Marshalls.raw_to_base64(mac.hex_encode().to_utf8_buffer())]
