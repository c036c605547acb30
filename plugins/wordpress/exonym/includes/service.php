<?php
/**
 * Asks the service: the address that is set and no other, with the key, for at most five seconds.
 *
 * @package Exonym
 */

namespace Exonym\Service;

use Exonym\Settings;

defined( 'ABSPATH' ) || exit;

const SECONDS     = 5;
const MOST_ANSWER = 8000000; // Bytes.
const HANDED_ON   = array( 400, 404, 409, 413, 428, 429, 503 );

/**
 * The answer of the service: its status, headers and body. What goes wrong on the way is an answer too.
 *
 * @param string      $method  GET, POST, PATCH or DELETE.
 * @param string      $path    Of the route, '/v1/suggest'.
 * @param array       $query   Parameters.
 * @param array|null  $body    Sent as JSON.
 * @param array       $headers Besides those that all requests have.
 * @param string|null $url     Another address than the one that is set, where it is tried before it is set.
 * @param string|null $key     Its key.
 */
function ask( string $method, string $path, array $query = array(), ?array $body = null, array $headers = array(), ?string $url = null, ?string $key = null ): array {
	$url = $url ?? Settings\url();
	$key = $key ?? Settings\key();
	if ( '' === $url ) {
		return failed( 503, 'not_set', __( 'Exonym is not set up: an administrator has to give its address.', 'exonym' ) );
	}
	$told   = array(
		'method'              => $method,
		'timeout'             => SECONDS,
		'redirection'         => 0,
		'limit_response_size' => MOST_ANSWER,
		'user-agent'          => 'Exonym for WordPress/' . \Exonym\VERSION,
		'headers'             => $headers + array( 'Accept' => 'application/json' ) + ( '' === $key ? array() : array( 'X-API-Key' => $key ) ),
	);
	if ( null !== $body ) {
		$told['body']                    = wp_json_encode( $body );
		$told['headers']['Content-Type'] = 'application/json';
	}
	$query  = http_build_query( $query, '', '&', PHP_QUERY_RFC3986 );
	$answer = wp_remote_request( $url . $path . ( '' === $query ? '' : "?$query" ), $told );
	return is_wp_error( $answer ) ? unanswered( $answer ) : taken( $answer );
}

/**
 * What is said where there was no answer.
 *
 * @param \WP_Error $error Of the request.
 */
function unanswered( \WP_Error $error ): array {
	if ( preg_match( '/timed? ?out|error 28/i', $error->get_error_message() ) ) {
		return failed( 504, 'timeout', __( 'Exonym took too long.', 'exonym' ) );
	}
	return failed( 503, 'unreachable', __( 'Exonym cannot be reached.', 'exonym' ) );
}

/**
 * An answer as it is handed on.
 *
 * @param array $answer Of the request.
 */
function taken( array $answer ): array {
	$status = (int) wp_remote_retrieve_response_code( $answer );
	$body   = wp_remote_retrieve_body( $answer );
	$wait   = wp_remote_retrieve_header( $answer, 'retry-after' );
	if ( 401 === $status || 403 === $status ) {
		return failed( 502, 'unauthorized', __( 'Exonym does not take the key of this site: an administrator has to set another.', 'exonym' ) );
	}
	if ( strlen( $body ) >= MOST_ANSWER ) {
		return failed( 502, 'too_large', __( 'The answer of Exonym is too long.', 'exonym' ) );
	}
	if ( ( $status < 200 || $status > 299 ) && ! in_array( $status, HANDED_ON, true ) ) {
		return failed( 502, 'failed', __( 'Exonym does not answer as it should.', 'exonym' ) );
	}
	return array(
		'status'  => $status,
		'headers' => is_string( $wait ) && ctype_digit( $wait ) ? array( 'Retry-After' => $wait ) : array(),
		'body'    => $body,
	);
}

/**
 * An answer that says what went wrong, as the service does.
 *
 * @param int    $status  Of HTTP.
 * @param string $code    Short.
 * @param string $message For people.
 */
function failed( int $status, string $code, string $message ): array {
	$error = array( 'code' => $code, 'message' => $message );
	return array( 'status' => $status, 'headers' => array(), 'body' => wp_json_encode( array( 'error' => $error ) ) );
}

/**
 * What an answer says; null where it is no JSON, or no good one.
 *
 * @param array $answer Of `ask`.
 */
function read( array $answer ): ?array {
	$read = $answer['status'] < 300 ? json_decode( $answer['body'], true, 64 ) : null;
	return is_array( $read ) ? $read : null;
}
