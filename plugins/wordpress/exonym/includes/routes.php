<?php
/**
 * The routes that editors' browsers ask, below exonym/v1: each takes the parameters that are listed, and asks the service.
 *
 * @package Exonym
 */

namespace Exonym\Routes;

use Exonym\Desk;
use Exonym\Service;
use WP_REST_Request;
use WP_REST_Response;

defined( 'ABSPATH' ) || exit;

const SPACE     = 'exonym/v1';
const MOST_BODY = 1000000; // Bytes.
const MOST_WORD = 200; // Characters of a parameter that is no text.
const MOST_TEXT = 200000; // Bytes; an article's texts are sent in pieces of some 12,000 characters.
const VERSION   = '/^"\d{1,9}"$/D'; // What If-Match may be.

/** What each route takes: the kinds of its parameters. */
const TAKEN = array(
	'suggest'  => array( 'prefix' => 'word', 'lang' => 'word', 'country' => 'word', 'display' => 'word', 'limit' => 'number' ),
	'place'    => array( 'display' => 'word' ),
	'dateline' => array( 'place' => 'number', 'date' => 'word' ),
	'annotate' => array( 'text' => 'text', 'lang' => 'word', 'offsets' => 'word', 'limit' => 'number', 'lint' => 'switch', 'display' => 'word', 'demonyms' => 'switch', 'document' => 'word' ),
	'decide'   => array( 'name' => 'word', 'place' => 'number', 'note' => 'text' ),
	'base'     => array( 'level' => 'number', 'display' => 'word' ),
);

add_action( 'rest_api_init', __NAMESPACE__ . '\register' );
add_filter( 'rest_pre_serve_request', __NAMESPACE__ . '\serve_bytes', 10, 3 );

/** Register all routes. */
function register(): void {
	route( 'suggest', 'GET', fn( $request ) => asked( 'GET', '/v1/suggest', given( $request, 'suggest' ) ) );
	route( 'places/(?P<id>\d{1,10})', 'GET', fn( $request ) => asked( 'GET', '/v1/places/' . (int) $request['id'], given( $request, 'place' ) ) );
	route( 'dateline', 'GET', fn( $request ) => asked( 'GET', '/v1/dateline', given( $request, 'dateline' ) + of_desk() ) );
	route( 'annotate', 'POST', fn( $request ) => asked( 'POST', '/v1/annotate', array(), given( $request, 'annotate' ) + of_desk() ) );
	route( 'decisions', 'POST', __NAMESPACE__ . '\decide' );
	route( 'decisions/(?P<id>[0-9a-f]{1,40})', 'PATCH', __NAMESPACE__ . '\decide' );
	route( 'decisions/(?P<id>[0-9a-f]{1,40})', 'DELETE', __NAMESPACE__ . '\decide' );
	route( 'map/base', 'GET', fn( $request ) => drawn( '/v1/map/base', given( $request, 'base' ) ) );
	$dots = fn( $request ) => drawn( sprintf( '/v1/map/dots/%d/%d/%d', $request['z'], $request['x'], $request['y'] ) );
	route( 'map/dots/(?P<z>\d{1,2})/(?P<x>\d{1,5})/(?P<y>\d{1,5})', 'GET', $dots );
}

/**
 * Register a route that only those may ask who may write.
 *
 * @param string   $path   Below exonym/v1.
 * @param string   $method Of HTTP.
 * @param callable $answer What answers.
 */
function route( string $path, string $method, callable $answer ): void {
	$told = array(
		'methods'             => $method,
		'callback'            => fn( WP_REST_Request $request ) => strlen( $request->get_body() ) > MOST_BODY ? respond( too_large() ) : $answer( $request ),
		'permission_callback' => fn() => current_user_can( 'edit_posts' ),
	);
	register_rest_route( SPACE, "/$path", $told );
}

/** The parameter that says whose decisions count. */
function of_desk(): array {
	return array_filter( array( 'desk' => Desk\current()['id'] ) );
}

/**
 * The parameters of a request that its route takes, as far as they are of their kind.
 *
 * @param WP_REST_Request $request The request.
 * @param string          $route   One of TAKEN.
 */
function given( WP_REST_Request $request, string $route ): array {
	$sent = 'GET' === $request->get_method() ? $request->get_query_params() : $request->get_json_params();
	$out  = array();
	foreach ( TAKEN[ $route ] as $name => $kind ) {
		$value = of_kind( $kind, is_array( $sent ) ? ( $sent[ $name ] ?? null ) : null );
		if ( null !== $value ) {
			$out[ $name ] = $value;
		}
	}
	return $out;
}

/**
 * A value of a kind; null where it is of another.
 *
 * @param string $kind  Of TAKEN.
 * @param mixed  $value As it was sent.
 */
function of_kind( string $kind, $value ) {
	switch ( $kind ) {
		case 'number':
			return is_int( $value ) || ( is_string( $value ) && preg_match( '/^\d{1,10}$/D', $value ) ) ? (int) $value : null;
		case 'switch':
			return is_bool( $value ) ? $value : null;
		default:
			return is_string( $value ) && strlen( $value ) <= ( 'text' === $kind ? MOST_TEXT : MOST_WORD * 4 ) ? $value : null;
	}
}

/**
 * Ask the service, and answer as it does.
 *
 * @param mixed ...$question Of Service\ask.
 */
function asked( ...$question ): WP_REST_Response {
	return respond( Service\ask( ...$question ) );
}

/**
 * A part of the map. What is drawn for the first time takes longer than an answer may: it is to be asked for again.
 *
 * @param string $path  Of the route.
 * @param array  $query Parameters.
 */
function drawn( string $path, array $query = array() ): WP_REST_Response {
	$answer = Service\ask( 'GET', $path, $query );
	if ( 504 === $answer['status'] ) {
		$answer['status']  = 503;
		$answer['headers'] = array( 'Retry-After' => '3' );
	}
	return respond( $answer );
}

/**
 * What the desk decides, changes or forgets, in the name of who is signed in.
 *
 * @param WP_REST_Request $request The request.
 */
function decide( WP_REST_Request $request ): WP_REST_Response {
	$desk = Desk\current()['id'];
	if ( '' === $desk ) {
		return respond( Service\failed( 409, 'no_desk', __( 'The key of this site is for no desk.', 'exonym' ) ) );
	}
	$method  = $request->get_method();
	$path    = "/v1/desks/$desk/decisions" . ( $request['id'] ? "/{$request['id']}" : '' );
	$version = (string) $request->get_header( 'If-Match' );
	$headers = preg_match( VERSION, $version ) ? array( 'If-Match' => $version ) : array();
	if ( 'DELETE' === $method ) {
		return asked( $method, $path, array(), null, $headers );
	}
	$said = given( $request, 'decide' );
	$sent = $request->get_json_params();
	if ( ! isset( $said['place'] ) && ( ! is_array( $sent ) || ! array_key_exists( 'place', $sent ) || null !== $sent['place'] ) ) {
		return respond( Service\failed( 400, 'bad_query', __( 'Say which place is meant.', 'exonym' ) ) );
	}
	$said += array( 'place' => null ); // No place is a decision too.
	$said = array( 'by' => mb_substr( wp_get_current_user()->display_name, 0, 100 ), 'via' => 'cms' ) + $said;
	return asked( $method, $path, array(), $said, $headers );
}

/** What is answered to those who send more than one may. */
function too_large(): array {
	return Service\failed( 413, 'too_large', __( 'This is more than one request may carry.', 'exonym' ) );
}

/**
 * An answer of the service as one of WordPress.
 *
 * @param array $answer Of Service\ask.
 */
function respond( array $answer ): WP_REST_Response {
	return new Handed( $answer );
}

/** An answer that is sent as it came. */
class Handed extends WP_REST_Response {
	/**
	 * Its bytes.
	 *
	 * @var string
	 */
	public $bytes;

	/**
	 * Make one.
	 *
	 * @param array $answer Of Service\ask.
	 */
	public function __construct( array $answer ) {
		$this->bytes = $answer['body'];
		parent::__construct( null, $answer['status'], $answer['headers'] );
	}
}

/**
 * Send the bytes of the service as they came, never as anything that a browser would show.
 *
 * @param bool                $served  Whether somebody has.
 * @param \WP_HTTP_Response   $result  What is sent.
 * @param WP_REST_Request     $request What was asked.
 */
function serve_bytes( $served, $result, $request ): bool {
	if ( $served || ! $result instanceof Handed ) {
		return (bool) $served;
	}
	$is_map = 0 === strpos( (string) $request->get_route(), '/' . SPACE . '/map/' ) && 200 === $result->get_status();
	header( 'Content-Type: ' . ( $is_map ? 'application/octet-stream' : 'application/json; charset=UTF-8' ) );
	header( 'X-Content-Type-Options: nosniff' );
	if ( $is_map ) {
		add_filter( 'rest_send_nocache_headers', '__return_false' );
		header( 'Cache-Control: private, max-age=86400' );
		header_remove( 'Expires' );
	}
	ob_start(); // WordPress sends headers still.
	echo $result->bytes; // phpcs:ignore WordPress.Security.EscapeOutput -- JSON or bytes, and sent as such.
	return true;
}
