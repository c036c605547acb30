<?php
// Nothing leaves the machine: only the service may be asked, and what is asked is written down.
add_filter(
	'pre_http_request',
	function ( $answer, $told, $url ) {
		if ( 0 === strpos( $url, 'SERVICE_ADDRESS/' ) || '1' === get_option( 'test_any_service' ) && 0 === strpos( $url, 'http://127.0.0.1:' ) ) {
			file_put_contents( 'LOG_FILE', "$url\n", FILE_APPEND );
			return $answer;
		}
		if ( isset( $told['user-agent'] ) && 0 === strpos( $told['user-agent'], 'Exonym' ) ) {
			file_put_contents( 'LOG_FILE', "$url\n", FILE_APPEND ); // To be found by the test.
		}
		return new WP_Error( 'refused', "Refused: $url" );
	},
	10,
	3
);
// WordPress draws emoji itself, by pictures from another machine, where a browser has none.
remove_action( 'wp_head', 'print_emoji_detection_script', 7 );
add_action( 'admin_init', fn() => remove_action( 'admin_print_scripts', 'print_emoji_detection_script' ) );
