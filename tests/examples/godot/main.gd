# SPDX-License-Identifier: BSL-1.0

# Binds an account to each of two tokens, with the engine's own HTTP client, and prints the outcome of each:
#     godot --headless --path . --script main.gd -- URL ACCESS_ID SECRET_KEY
extends SceneTree

const TOKENS = ["0123456789abcdef0123456789abcdef0123", "0123456789abcdef0123456789abcdef4567"]

func _initialize():
	var arguments = OS.get_cmdline_user_args()
	var body = Tpns.bind_accounts(TOKENS[0], "926@126.com", TOKENS[1], "1527000000")
	var http = HTTPRequest.new()
	root.add_child(http)
	await process_frame
	var headers = signed(arguments[1], arguments[2], body)
	if http.request(arguments[0] + Tpns.path(), headers, HTTPClient.METHOD_POST, body) != OK:
		quit(1)
		return
	var reply = await http.request_completed # result, HTTP status, headers, body
	if reply[0] != HTTPRequest.RESULT_SUCCESS:
		printerr("no answer")
		quit(1)
		return
	for outcome in Tpns.outcomes(body, reply[3].get_string_from_utf8()).split("\n"):
		print(outcome)
	quit()

func signed(access_id, secret_key, body):
	var now = str(int(Time.get_unix_time_from_system()))
	var mac = Crypto.new().hmac_digest(HashingContext.HASH_SHA256, secret_key.to_utf8_buffer(),
			(now + access_id + body).to_utf8_buffer())
	return ["Content-Type: application/json", "AccessId: " + access_id, "TimeStamp: " + now,
			"Sign: " + Marshalls.raw_to_base64(mac.hex_encode().to_utf8_buffer())]
